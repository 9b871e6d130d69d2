/** One line of the table: a fault that was tried, and what came of it. */
export interface FaultRow {
  readonly fault: string;
  readonly tried: string;
  readonly seen: string;
  readonly survived: boolean;
}

/** The table as Markdown, what did not hold first. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
  const sorted = rows.toSorted((a, b) => Number(a.survived) - Number(b.survived));
  const lines = sorted.map(
    ({ fault, tried, seen, survived }) =>
      `| ${survived ? 'held' : '**broke**'} | ${cell(fault)} | ${cell(tried)} | ${cell(seen)} |`,
  );
  return ['| | fault | tried | seen |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}
