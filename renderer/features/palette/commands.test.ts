import { expect, it } from 'vitest';
import { findCommands, shownAtMost, type Command } from './commands.ts';

function command(title: string): Command {
  return { id: title, group: 'Servers', title, hint: '', refusal: () => null, run: () => undefined };
}

const commands = [
  command('Tail the log of web1.example.net'),
  command('web1.example.net'),
  ...Array.from({ length: 500 }, (_, index) => command(`ns${index}.example.net`)),
];

it('wants every word and puts titles that begin with the query first', () => {
  expect(findCommands(commands, 'web1').map(({ title }) => title)).toEqual([
    'web1.example.net',
    'Tail the log of web1.example.net',
  ]);
  expect(findCommands(commands, 'net LOG')).toHaveLength(1);
  expect(findCommands(commands, 'nothing')).toEqual([]);
});

it('never shows more than can be read', () => {
  expect(findCommands(commands, 'example')).toHaveLength(shownAtMost);
  expect(findCommands(commands, 'ns')).toHaveLength(shownAtMost);
});
