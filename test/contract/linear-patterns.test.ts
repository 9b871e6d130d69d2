import { expect, it } from 'vitest';
import { patternsOf, superlinearText, type Pattern } from './patterns.ts';
import { codeOf, readSources } from '#test/architecture/source.ts';

/**
 * Servers choose most of the text that Nameward reads: a pattern that takes the square of its length stops main with
 * one line.
 */
const ours = codeOf(readSources()).filter(({ path }) => !path.startsWith('simulator/') && !/\.test\.tsx?$/.test(path));
const patterns = ours.flatMap(patternsOf);

const pattern = (source: string, flags = ''): Pattern => ({ path: 'x.ts', line: 1, source, flags });

it.each([
  ['(pass[^=\\s]*=)x', 'gi'],
  ['(?<=a.*)b', ''],
  ['^\\/var\\/([^/]+?):(?:user|host)=.*$', ''],
  ['(?:basic)\\++(?=[^\\s]*[0-9=])[\\w+]{12,}', 'gi'],
  ['(\\w+\\s?)+:', ''],
  ['\\s+$', ''],
])('finds that %s is not linear', (source, flags) => {
  expect(superlinearText(pattern(source, flags))).not.toBeNull();
});

it.each(['a+', '^\\[\\d+\\]', '[0-9A-Z]{32}', '(?<![\\w-])[\\w-]{1,200}='])('finds nothing in %s', (source) => {
  expect(superlinearText(pattern(source, 'g'))).toBeNull();
});

it('reads many patterns of our code', () => {
  expect(patterns.length).toBeGreaterThan(100);
});

it.each(patterns)('$path:$line /$source/$flags is linear', (one) => {
  expect(superlinearText(one)).toBeNull();
});
