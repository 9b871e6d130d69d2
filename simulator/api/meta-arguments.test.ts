import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMetaArguments } from './meta-arguments.ts';

const rows = [
  { name: 'b', size: '10', ip: '10.0.0.9' },
  { name: 'C', size: '9', ip: '9.0.0.10' },
  { name: 'a', size: '0', ip: '10.0.0.10' },
];
const names = (query: string) =>
  applyMetaArguments(rows, new URLSearchParams(query)).rows.map((row) => (row as { name?: string }).name);

describe('applyMetaArguments', () => {
  it.each([
    ['api.sort.enable=1&api.sort.a.field=name', ['C', 'a', 'b']],
    ['api.sort.enable=1&api.sort.a.field=name&api.sort.a.method=lexicographic_caseless', ['a', 'b', 'C']],
    ['api.sort.enable=1&api.sort.a.field=size&api.sort.a.method=numeric&api.sort.a.reverse=1', ['b', 'C', 'a']],
    ['api.sort.enable=1&api.sort.a.field=size&api.sort.a.method=numeric_zero_as_max', ['C', 'b', 'a']],
    ['api.sort.enable=1&api.sort.a.field=ip&api.sort.a.method=ipv4', ['C', 'b', 'a']],
    ['api.filter.enable=1&api.filter.a.field=size&api.filter.a.type=gt&api.filter.a.arg0=5', ['b', 'C']],
    ['api.filter.enable=1&api.filter.a.field=name&api.filter.a.type=eq&api.filter.a.arg0=a', ['a']],
    ['api.filter.enable=1&api.filter.a.field=*&api.filter.a.arg0=10.0', ['b', 'a']],
    ['api.chunk.enable=1&api.chunk.size=2&api.chunk.start=3', ['a']],
    ['api.filter.a.field=name&api.filter.a.arg0=a', ['b', 'C', 'a']],
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it('keeps the columns asked for and names the bad ones', () => {
    const query = new URLSearchParams('api.columns.enable=1&api.columns.a=name&api.columns.b=nothing');
    const { rows: kept, metadata } = applyMetaArguments(rows, query);
    expect(kept).toEqual([{ name: 'b' }, { name: 'C' }, { name: 'a' }]);
    expect(metadata['columns']).toMatchObject({ invalid: ['nothing'] });
  });

  it('cuts any list into chunks that make the whole again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (list, size) => {
        const joined: unknown[] = [];
        for (let start = 1; start <= Math.max(1, list.length); start += size) {
          const query = `api.chunk.enable=1&api.chunk.verbose=1&api.chunk.size=${size}&api.chunk.start=${start}`;
          const { rows: part, metadata } = applyMetaArguments(list, new URLSearchParams(query));
          expect(metadata['chunk']).toMatchObject({ records: list.length, chunks: Math.ceil(list.length / size) });
          joined.push(...part);
        }
        expect(joined).toEqual(list);
      }),
    );
  });
});
