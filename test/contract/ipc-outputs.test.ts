import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '#shared/contract/index.ts';
import type { Definition } from '#shared/contract/definition.ts';

/** Names under which a secret might leave main. */
const secretName = /pass|token|secret|credential|auth|cookie|private|access.?key|api.?key|session/i;
/** Names that sound like it and hold none. */
const harmless: ReadonlySet<string> = new Set(['tokenStored', 'passphraseSet']);
/** Where the token of a member's entry comes from, never the token: an object with `from`, in a change. */
const tokenSource = /\.(changes?|member)\.token$/;

/** Every key of every object that a schema lets through, with where it stands. */
function keysOf(schema: unknown, path: string, seen: Set<unknown> = new Set()): string[] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const node = schema as { properties?: object };
  const own = Object.keys(node.properties ?? {}).map((key) => `${path}.${key}`);
  const below = Object.entries(schema).flatMap(([key, value]) =>
    keysOf(value, key === 'properties' || /^(items|anyOf|oneOf|allOf|\d+)$/.test(key) ? path : `${path}.${key}`, seen),
  );
  return [...own, ...below];
}

const outputs = Object.entries(contract as Record<string, Definition>).map(
  ([name, { output }]) => [name, z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' })] as const,
);

describe('what may cross to the page', () => {
  it.each(outputs)('%s has no key that sounds like a secret', (name, schema) => {
    const suspicious = keysOf(schema, name).filter((path) => {
      const key = path.split('.').at(-1) ?? '';
      return secretName.test(key) && !harmless.has(key) && !tokenSource.test(path);
    });
    expect(suspicious).toEqual([]);
  });

  it.each(outputs)('%s names its keys: no object lets unknown ones through', (_name, schema) => {
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":{}');
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":true');
  });

  it('is looked through to the leaves', () => {
    const schema = z.toJSONSchema(
      z.object({ a: z.array(z.union([z.object({ b: z.object({ apiToken: z.string() }) })])) }),
    );
    expect(keysOf(schema, 'x').some((path) => path.endsWith('apiToken'))).toBe(true);
  });
});
