import type { State } from '#shared/domain/topology/topology.ts';
import type { LineStyle } from '#shared/domain/map/scene/scene.ts';

/** The colours and fonts a painter needs; `#rrggbb`, all from renderer/ui/theme.css. */
export interface Palette {
  readonly canvas: string;
  readonly box: string;
  readonly outline: string;
  readonly hairline: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly textFaint: string;
  readonly accent: string;
  readonly states: Readonly<Record<State, string>>;
  /** Faint fill of a box that has something to say. */
  readonly tints: Readonly<Record<State, string>>;
  readonly lines: Readonly<Record<LineStyle, string>>;
  /** Lines that say nothing, where there are thousands of them. */
  readonly crowd: string;
  readonly sans: string;
  readonly mono: string;
}

/**
 * Reads the theme's variables; once per theme, since asking for a style makes the browser compute it.
 * @param element any element under the theme
 * @throws Error when the theme lacks a variable, or a colour is not `#rrggbb`
 */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return paletteFrom((name) => style.getPropertyValue(name).trim());
}

/**
 * @param read gives the value of a CSS variable
 */
export function paletteFrom(read: (name: string) => string): Palette {
  const value = (name: string): string => {
    const text = read(name);
    if (text === '') throw new Error(`The theme has no ${name}.`);
    return text;
  };
  const canvas = value('--nw-canvas');
  const box = value('--nw-raised');
  const faint = value('--nw-text-faint');
  const strong = value('--nw-hairline-strong');
  const states: Record<State, string> = {
    ok: value('--nw-ok'),
    warning: value('--nw-warning'),
    broken: value('--nw-broken'),
    disabled: value('--nw-disabled'),
    unknown: value('--nw-unknown'),
  };
  const tint = (state: State, share: number): string => mix(box, states[state], share);
  return {
    canvas,
    box,
    outline: strong,
    hairline: value('--nw-hairline'),
    text: value('--nw-text'),
    textQuiet: value('--nw-text-quiet'),
    textFaint: faint,
    accent: value('--nw-accent'),
    states,
    tints: {
      ok: box,
      warning: tint('warning', 0.07),
      broken: tint('broken', 0.1),
      disabled: tint('disabled', 0.06),
      unknown: canvas,
    },
    // Health is quiet: a healthy line is grey; what is wrong has its state's colour.
    lines: { ...states, ok: mix(strong, faint, 0.35), absent: mix(canvas, strong, 0.7) },
    crowd: mix(canvas, strong, 0.62),
    sans: value('--nw-font'),
    mono: value('--nw-mono'),
  };
}

/**
 * @param share 0 gives `from`, 1 gives `to`
 * @returns the colour between, `#rrggbb`
 */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channelsOf(from), channelsOf(to)];
  return `#${a
    .map((value, index) =>
      Math.round(value + ((b[index] ?? value) - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function channelsOf(colour: string): readonly number[] {
  if (!/^#[\da-f]{6}$/i.test(colour)) throw new Error(`${colour} is not a colour of the form #rrggbb.`);
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
