import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mostEntries } from '#shared/contract/bounds.ts';
import { contract, type CallName } from '#shared/contract/index.ts';

/** Every input of the contract has an end: of each text the length, of each list and table the count. */

interface Definition {
  readonly type: string;
  readonly [part: string]: unknown;
}
const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** @returns the places of the schema at which a caller may send as much as it likes */
function endless(schema: z.ZodType, place: string): readonly string[] {
  const definition = definitionOf(schema);
  const inner = (part: string): readonly string[] => endless(definition[part] as z.ZodType, place);
  switch (definition.type) {
    case 'string': {
      const { maxLength } = schema as z.ZodString;
      return maxLength === null || !Number.isFinite(maxLength) ? [`${place}: a text without end`] : [];
    }
    case 'array': {
      const most = (definition['checks'] ?? []) as readonly z.core.$ZodCheck[];
      const bounded = most.some((check) => check['_zod'].def.check === 'max_length');
      return [
        ...(bounded ? [] : [`${place}: a list without end`]),
        ...endless(definition['element'] as z.ZodType, `${place}[]`),
      ];
    }
    case 'object':
      return Object.entries(definition['shape'] as Record<string, z.ZodType>).flatMap(([name, part]) =>
        endless(part, `${place}.${name}`),
      );
    case 'record':
      return [
        ...(mostEntries.has(schema) ? [] : [`${place}: a table without end`]),
        ...endless(definition['keyType'] as z.ZodType, `${place}{}`),
        ...endless(definition['valueType'] as z.ZodType, `${place}{}`),
      ];
    case 'union':
      return (definition['options'] as readonly z.ZodType[]).flatMap((option) => endless(option, place));
    case 'nullable':
    case 'optional':
    case 'default':
      return inner('innerType');
    case 'pipe':
      return inner('in');
    case 'enum':
    case 'literal':
    case 'number':
    case 'boolean':
    case 'null':
      return [];
    default:
      return [`${place}: a ${definition.type}, of which this test knows no end`];
  }
}

describe('the inputs of the contract', () => {
  it.each(Object.entries(contract))('%s has an end everywhere', (_name, { input }) => {
    expect(endless(input, '')).toEqual([]);
  });

  it('are found out when they have none', () => {
    const open = z.object({ a: z.string(), b: z.array(z.string().max(3)), c: z.record(z.string().max(3), z.any()) });
    expect(endless(open, '')).toEqual([
      '.a: a text without end',
      '.b: a list without end',
      '.c: a table without end',
      '.c{}: a any, of which this test knows no end',
    ]);
  });

  const accepts = (name: CallName, input: unknown): boolean => contract[name].input.safeParse(input).success;

  it('refuse what is too much, quickly', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, 'open']));
    expect(accepts('settings.write', { safety: many(1000) })).toBe(true);
    expect(accepts('settings.write', { safety: many(200_000) })).toBe(false);
    expect(accepts('app.openExternal', { url: 'https://docs.cpanel.net/' })).toBe(true);
    expect(accepts('app.openExternal', { url: `https://docs.cpanel.net/${'x'.repeat(5_000_000)}` })).toBe(false);
    const began = performance.now();
    const long = `${'a-'.repeat(2_500_000)}!`;
    expect(accepts('servers.inspectCertificate', { host: long, port: 2087 })).toBe(false);
    expect(performance.now() - began).toBeLessThan(200);
  });

  it('take no __proto__ for an id', () => {
    const id = '__proto__';
    expect(accepts('servers.remove', { id })).toBe(false);
    expect(
      accepts('plans.preview', { changes: [{ kind: 'clustering', server: id, enabled: true }], intentions: [] }),
    ).toBe(false);
    expect(accepts('plans.members', { server: 'web1', as: id })).toBe(false);
  });
});
