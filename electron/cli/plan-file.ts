import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { changeSchema, intentionSchema } from '#shared/contract/changes.ts';
import { wrongUsage } from './io.ts';

/**
 * The file that `plan` and `apply` read: what is wanted, without any secret. docs/plan-file.schema.json is made of it.
 */
export const planFileSchema = z.strictObject({
  version: z.literal(1),
  changes: z.array(changeSchema).max(5000).default([]),
  intentions: z.array(intentionSchema).max(500).default([]),
});

export type PlanFile = z.output<typeof planFileSchema>;

/** A typed token comes through the window; a file is no place for one. */
function heldTokens({ changes }: PlanFile): readonly string[] {
  return changes.flatMap((change, index) => {
    if (change.kind === 'member.add' && change.member.token.from === 'held') return [`changes.${index}.member.token`];
    return change.kind === 'member.edit' && change.token.from === 'held' ? [`changes.${index}.token`] : [];
  });
}

/**
 * @param file JSON as docs/plan-file.schema.json has it
 * @throws CommandFailure with the place of the first mistake
 */
export async function readPlanFile(file: string): Promise<PlanFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw wrongUsage(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrongUsage(`${file} is not valid JSON.`);
  }
  const parsed = planFileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'the file';
    throw wrongUsage(`${file}: ${place}: ${issue?.message ?? 'not valid'}.`);
  }
  const [held] = heldTokens(parsed.data);
  if (held !== undefined) {
    throw wrongUsage(`${file}: ${held}: a plan file holds no token; let one be made with { "from": "made", "on": … }.`);
  }
  if (parsed.data.changes.length + parsed.data.intentions.length === 0) {
    throw wrongUsage(`${file}: it holds neither changes nor intentions.`);
  }
  return parsed.data;
}
