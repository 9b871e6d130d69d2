import { describe, expect, it } from 'vitest';
import { errorCodes } from '#shared/errors/index.ts';
import { errorWords, wordsFor } from './error-words.ts';

describe('words of errors', () => {
  it.each(errorCodes)('says of %s what failed and what to do', (code) => {
    const words = wordsFor(code);
    expect(words.what.length).toBeGreaterThan(5);
    expect(words.what).not.toMatch(/[.!]$/);
    expect(words.next).toMatch(/\.$/);
  });

  it('has no words for codes that do not exist', () => {
    expect(Object.keys(errorWords).toSorted()).toEqual(errorCodes.toSorted());
  });

  it('tells different failures apart', () => {
    const sentences = errorCodes.map((code) => errorWords[code].what);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('does not fail on a code it has never heard of', () => {
    expect(wordsFor('whm.from-the-future')).toBe(errorWords.internal);
  });
});
