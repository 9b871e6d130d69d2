/**
 * Columns, filter, sort and chunk: what WHM does with the one list of an answer, in this order (`whm-protocol 1.5`).
 */
import { isIPv4 } from 'node:net';

type Row = Readonly<Record<string, unknown>>;

export interface MetaResult {
  readonly rows: readonly unknown[];
  /** Additions to `metadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Applies the meta arguments to the list of an answer.
 * @param rows the list; rows that are not objects pass the columns and count as field `*` elsewhere
 * @param params all parameters of the call
 */
export function applyMetaArguments(rows: readonly unknown[], params: URLSearchParams): MetaResult {
  const metadata: Record<string, unknown> = {};
  let kept = columns(rows, params, metadata);
  if (enabled(params, 'filter')) {
    const before = kept.length;
    for (const letter of letters(params, 'filter')) kept = kept.filter(filterOf(params, letter));
    if (params.get('api.filter.verbose') === '1') metadata['filter'] = { filtered: before - kept.length };
  }
  if (enabled(params, 'sort')) {
    // The first sort is the leading one, so the last is applied first and the stable sort keeps it as tie-break.
    for (const letter of letters(params, 'sort').toReversed()) kept = sorted(kept, params, letter);
  }
  if (enabled(params, 'chunk')) kept = chunk(kept, params, metadata);
  return { rows: kept, metadata };
}

function enabled(params: URLSearchParams, kind: string): boolean {
  return params.get(`api.${kind}.enable`) === '1';
}

/** The names given to the single filters and sorts: `api.filter.a.field` has `a`. */
function letters(params: URLSearchParams, kind: string): string[] {
  const prefix = `api.${kind}.`;
  const found = [...params.keys()].filter((key) => key.startsWith(prefix) && key.endsWith('.field'));
  return [...new Set(found.map((key) => key.slice(prefix.length, -'.field'.length)))].toSorted();
}

function columns(
  rows: readonly unknown[],
  params: URLSearchParams,
  metadata: Record<string, unknown>,
): readonly unknown[] {
  if (!enabled(params, 'columns')) return rows;
  const wanted = [...params]
    .filter(([key]) => key.startsWith('api.columns.') && key !== 'api.columns.enable')
    .map(([, value]) => value);
  const invalid = wanted.filter((name) => rows.length > 0 && !rows.some((row) => isRow(row) && name in row));
  if (invalid.length > 0) {
    metadata['columns'] = { invalid, invalid_msg: `The following columns do not exist: ${invalid.join(', ')}` };
  }
  return rows.map((row) =>
    isRow(row) ? Object.fromEntries(wanted.filter((name) => name in row).map((name) => [name, row[name]])) : row,
  );
}

function filterOf(params: URLSearchParams, letter: string): (row: unknown) => boolean {
  const field = params.get(`api.filter.${letter}.field`) ?? '*';
  const type = params.get(`api.filter.${letter}.type`) ?? 'contains';
  const argument = params.get(`api.filter.${letter}.arg0`) ?? '';
  return (row) => {
    const values = field === '*' && isRow(row) ? Object.values(row) : [valueOf(row, field)];
    return values.some((value) => matches(value, type, argument));
  };
}

function matches(value: unknown, type: string, argument: string): boolean {
  const text = asText(value);
  const limit = type.endsWith('_handle_unlimited') && text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
  switch (type.replace('_handle_unlimited', '')) {
    case 'begins':
      return text.startsWith(argument);
    case 'eq':
      return text === argument;
    case '==':
      return Number(text) === Number(argument);
    case 'lt':
      return limit < Number(argument);
    case 'lt_equal':
      return limit <= Number(argument);
    case 'gt':
      return limit > Number(argument);
    case 'gt_equal':
      return limit >= Number(argument);
    default:
      return text.includes(argument);
  }
}

function sorted(rows: readonly unknown[], params: URLSearchParams, letter: string): readonly unknown[] {
  const field = params.get(`api.sort.${letter}.field`) ?? '*';
  const compare = comparison(params.get(`api.sort.${letter}.method`) ?? 'lexicographic');
  const direction = params.get(`api.sort.${letter}.reverse`) === '1' ? -1 : 1;
  return rows.toSorted(
    (left, right) => direction * compare(asText(valueOf(left, field)), asText(valueOf(right, field))),
  );
}

function comparison(method: string): (left: string, right: string) => number {
  const byNumber = (of: (text: string) => number) => (left: string, right: string) => of(left) - of(right);
  const byText = (of: (text: string) => string) => (left: string, right: string) =>
    of(left) < of(right) ? -1 : of(left) > of(right) ? 1 : 0;
  switch (method) {
    case 'numeric':
      return byNumber(Number);
    case 'numeric_zero_as_max':
      return byNumber((text) => (Number(text) === 0 ? Number.MAX_VALUE : Number(text)));
    case 'ipv4':
      return byNumber((text) =>
        isIPv4(text) ? text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : -1,
      );
    case 'lexicographic_caseless':
      return byText((text) => text.toLowerCase());
    default:
      return byText((text) => text);
  }
}

function chunk(
  rows: readonly unknown[],
  params: URLSearchParams,
  metadata: Record<string, unknown>,
): readonly unknown[] {
  const size = Math.max(1, Number(params.get('api.chunk.size') ?? '100') || 100);
  const select = Number(params.get('api.chunk.select') ?? '0');
  const start = select > 0 ? (select - 1) * size + 1 : Math.max(1, Number(params.get('api.chunk.start') ?? '1') || 1);
  if (params.get('api.chunk.verbose') === '1') {
    metadata['chunk'] = {
      start,
      size,
      records: rows.length,
      current: Math.ceil(start / size),
      chunks: Math.ceil(rows.length / size),
    };
  }
  return rows.slice(start - 1, start - 1 + size);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueOf(row: unknown, field: string): unknown {
  return isRow(row) ? row[field] : row;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
