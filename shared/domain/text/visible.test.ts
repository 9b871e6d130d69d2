import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from './visible.ts';

describe('visibleText', () => {
  it('leaves ordinary text alone', () => {
    expect(visibleText('Zone example.net saved – “ok”')).toBe('Zone example.net saved – “ok”');
  });

  it('makes control and direction characters visible', () => {
    expect(visibleText('a\u0000b\u001b[31mc\u202etxt\n')).toBe('a␀b␛[31mc⟨U+202E⟩txt␊');
  });

  it('lets no control character through, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('caps the length, says how much is missing and splits no character', () => {
    expect(visibleText('abcdef', 4)).toBe('abcd… (2 characters more)');
    expect(visibleText('abc😀def', 4)).toBe('abc… (5 characters more)');
  });
});
