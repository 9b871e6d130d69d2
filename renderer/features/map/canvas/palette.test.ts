import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mix, paletteFrom, type Palette } from './palette.ts';

const css = readFileSync(join(import.meta.dirname, '../../../ui/theme.css'), 'utf8');
const blocks = css.split('}');

/** The variables of a theme as the browser would give them: the dark ones over the light ones. */
function variables(theme: 'light' | 'dark'): (name: string) => string {
  const values = new Map<string, string>();
  for (const block of blocks.slice(0, theme === 'light' ? 1 : 2)) {
    for (const [, name, value] of block.matchAll(/(--nw-[\w-]+):\s*([^;]+);/g)) values.set(name ?? '', value ?? '');
  }
  return (name) => values.get(name) ?? '';
}

function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('the palette of the %s theme', (theme) => {
  const palette: Palette = paletteFrom(variables(theme));

  it('has letters that can be read on every box', () => {
    for (const tint of [palette.box, ...Object.values(palette.tints)]) {
      for (const text of [palette.text, palette.textFaint]) expect(contrast(text, tint)).toBeGreaterThanOrEqual(4.5);
    }
    for (const text of [palette.textQuiet, palette.textFaint]) {
      expect(contrast(text, palette.canvas)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has state colours that can be read on the canvas and their own tint', () => {
    for (const state of ['warning', 'broken', 'disabled', 'unknown'] as const) {
      expect(contrast(palette.states[state], palette.canvas)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.states[state], palette.tints[state])).toBeGreaterThanOrEqual(4.5);
    }
  });
});

it('says which variable a theme lacks', () => {
  expect(() => paletteFrom(() => '')).toThrow('--nw-canvas');
});

it('mixes colours', () => {
  expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(() => mix('red', '#ffffff', 0.5)).toThrow('#rrggbb');
});
