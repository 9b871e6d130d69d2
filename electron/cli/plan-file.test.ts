import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { planFileSchema, readPlanFile } from './plan-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-plan-file-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What is said of a plan file with that content. */
async function refusal(content: unknown): Promise<string> {
  const file = join(directory, 'plan.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return await readPlanFile(file).then(
    () => 'fine',
    (error: Error) => error.message.replace(file, 'FILE'),
  );
}

describe('a plan file', () => {
  it('is described by the schema in docs; UPDATE_SCHEMA=1 writes it anew', async () => {
    const schema = {
      title: 'Plan file of Nameward',
      description: 'Intended changes for `nameward plan FILE` and `nameward apply FILE`.',
      ...z.toJSONSchema(planFileSchema, { io: 'input' }),
    };
    const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 });
    const file = new URL('../../docs/plan-file.schema.json', import.meta.url);
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is root’s where it names no cluster user, and needs only one of its two lists', async () => {
    const file = join(directory, 'short.json');
    const change = { kind: 'member.remove', server: 'web1', address: '192.0.2.1' };
    await writeFile(file, JSON.stringify({ version: 1, changes: [change] }));
    expect(await readPlanFile(file)).toEqual({ version: 1, changes: [{ ...change, as: 'root' }], intentions: [] });
  });

  it('says where a mistake is', async () => {
    const change = { kind: 'role', server: 'web1', address: '192.0.2.1', role: 'both' };
    expect(await refusal({ version: 1, changes: [change] })).toMatch(/^FILE: changes\.0\.role: /);
    expect(await refusal({ version: 2, changes: [] })).toMatch(/^FILE: version: /);
    expect(await refusal({ version: 1, changes: [], more: 1 })).toMatch(/^FILE: /);
    expect(await refusal('{')).toBe('FILE is not valid JSON.');
    expect(await refusal({ version: 1 })).toMatch(/neither changes nor intentions/);
    const edit = { kind: 'member.edit', server: 'a', address: '192.0.2.1', user: 'root', debug: false };
    expect(await refusal({ version: 1, changes: [{ ...edit, token: { from: 'held', id: 'x' } }] })).toMatch(
      /^FILE: changes\.0\.token: a plan file holds no token/,
    );
  });
});
