import { expect, it } from 'vitest';
import { labTopology, thousand } from '#test/fixtures/topologies.ts';
import { fleetCommands, findCommands, shownAtMost, windowCommands, type CommandPlace } from './commands.ts';

const titles = (places: readonly CommandPlace[], query: string): readonly string[] =>
  findCommands(places, query).map(({ title }) => title);
const lab = fleetCommands(labTopology);

it('wants every word and puts titles that begin with the query first', () => {
  const found = titles(lab, 'web1.example.net');
  expect(found[0]).toBe('web1.example.net');
  expect(found).toContain('Tail log \u00b7 web1.example.net');
  expect(titles(lab, 'web1 LOG tail')).toEqual(expect.arrayContaining(['Tail log \u00b7 web1.example.net']));
  expect(titles(lab, 'tail log \u00b7 web1.example.net')[0]).toBe('Tail log \u00b7 web1.example.net');
  expect(titles(lab, 'web1 nothing')).toEqual([]);
});

it('offers what makes sense for a server alone', () => {
  expect(titles(lab, 'make links direct').every((title) => title.includes('hub'))).toBe(true);
  expect(titles(lab, 'try again')).toEqual([]);
  const window = [windowCommands('linux')];
  expect(findCommands(window, 'ask every').map(({ title, hint }) => [title, hint])).toEqual([
    ['Ask every server now', 'F5'],
  ]);
  expect(titles(window, 'command palette')).toEqual([]);
});

it('says why a line cannot be run', () => {
  const [reseller] = findCommands(lab, 'managing as a reseller \u00b7 ns1.example.net');
  expect(reseller?.refusal()?.code).toBe('server.no-resellers');
});

it('never makes or shows more than can be read, however large the fleet', () => {
  let made = 0;
  const places = fleetCommands(thousand).map((place) => ({
    ...place,
    commandAt(index: number) {
      made += 1;
      return place.commandAt(index);
    },
  }));
  for (const query of ['', 'add a member', 'e']) {
    made = 0;
    expect(findCommands(places, query)).toHaveLength(shownAtMost);
    // Those that make no sense are made and left out.
    expect(made).toBeLessThan(40 * shownAtMost);
  }
});
