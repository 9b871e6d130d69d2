import { visibleText } from '#shared/domain/text/visible.ts';

/** Colours of a terminal by meaning. */
export type Tint = 'bad' | 'warn' | 'dim' | 'good' | 'plain';

export interface Cell {
  readonly text: string;
  readonly tint?: Tint;
}

const codes: Readonly<Record<Tint, readonly [string, string]>> = {
  bad: ['\u001b[31m', '\u001b[39m'],
  warn: ['\u001b[33m', '\u001b[39m'],
  good: ['\u001b[32m', '\u001b[39m'],
  dim: ['\u001b[2m', '\u001b[22m'],
  plain: ['', ''],
};

export function tinted(text: string, tint: Tint, colours: boolean): string {
  const [on, off] = codes[tint];
  return colours && on !== '' ? `${on}${text}${off}` : text;
}

/** Longest cell; what servers say must not push a table apart. */
const widest = 60;

/**
 * Rows as aligned columns, two blanks apart, a line each. Text of servers is made visible and cut.
 * @param headings one per column
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly (Cell | string)[])[],
  colours: boolean,
): string {
  const cells = rows.map((row) =>
    row.map((cell) => {
      const { text, tint = 'plain' } = typeof cell === 'string' ? { text: cell } : cell;
      return { text: visibleText(text, widest), tint };
    }),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.text.length ?? 0)),
  );
  const line = (row: readonly { readonly text: string; readonly tint: Tint }[]): string =>
    row
      .map(({ text, tint }, column) => {
        const padding = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - text.length);
        return tinted(text, tint, colours) + padding;
      })
      .join('  ')
      .trimEnd();
  const lines = [line(headings.map((text) => ({ text, tint: 'dim' as Tint }))), ...cells.map(line)];
  return `${lines.join('\n')}\n`;
}
