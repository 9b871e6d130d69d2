import { shortenMiddle } from '#shared/domain/text/shorten-middle.ts';

/** What is drawn for a text in a room, remembered: measuring text is what costs most after drawing it. */
export interface Lettering {
  /** Sets the font for what follows. */
  use(context: CanvasRenderingContext2D, font: string): void;
  /** @returns a name in the present, monospaced font, shortened in the middle to fit `room` pixels */
  mono(text: string, room: number): string;
  /** @returns a text in the present font, cut at its end to fit `room` pixels */
  fit(text: string, room: number): string;
  /** @returns width of a text in the present font */
  width(text: string): number;
}

/** Texts remembered before all are forgotten: some ten fonts of 1,000 servers. */
const mostRemembered = 20_000;

export function createLettering(): Lettering {
  let context: CanvasRenderingContext2D | null = null;
  let font = '';
  const shortened = new Map<string, string>();
  const widths = new Map<string, number>();

  const width = (text: string): number => {
    const key = `${font}\n${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      known = context?.measureText(text).width ?? 0;
      if (widths.size > mostRemembered) widths.clear();
      widths.set(key, known);
    }
    return known;
  };
  const remember = (key: string, make: () => string): string => {
    let known = shortened.get(key);
    if (known === undefined) {
      known = make();
      if (shortened.size > mostRemembered) shortened.clear();
      shortened.set(key, known);
    }
    return known;
  };

  return {
    width,
    use(target, wanted) {
      context = target;
      font = wanted;
      target.font = wanted;
    },
    mono(text, room) {
      // All letters are of one width, so that one measurement serves all names of ASCII, which host names are.
      const letters = Math.floor(room / width('0'));
      return remember(`m${letters}\n${text}`, () => shortenMiddle(text, Math.max(1, letters)));
    },
    fit(text, room) {
      return remember(`f${Math.floor(room)}${font}\n${text}`, () => {
        if (width(text) <= room) return text;
        for (let kept = text.length - 1; kept > 0; kept -= 1) {
          const cut = `${text.slice(0, kept).trimEnd()}…`;
          if (width(cut) <= room) return cut;
        }
        return '';
      });
    },
  };
}
