import { failure, ok, type Result } from '#shared/errors/index.ts';
import { readContent } from '#shared/schema/definition.ts';
import { inventoryDocument, type Inventory } from '#shared/schema/inventory/index.ts';
import type { Lab } from '#electron/main/lab/lab.ts';
import type { ProfilePorts } from '#electron/profile/compose.ts';

/**
 * Makes the lab's servers those of its profile: the inventory into its document, the tokens into the keychain, and the
 * tokens of servers that are gone out of it.
 * @param onStored told how many tokens are stored so far
 * @returns the first failure of the keychain or the document
 */
export async function adoptLab(
  { documents, secrets }: ProfilePorts,
  { inventory, tokens }: Pick<Lab, 'inventory' | 'tokens'>,
  onStored: (count: number) => void,
): Promise<Result<Inventory>> {
  const content = readContent(inventoryDocument, inventory);
  if (content.state !== 'ok') return failure('lab.failed', 'The lab told of servers that cannot be understood.');
  const before = await documents.inventory.read();
  const known = new Set(before.state === 'ok' ? before.data.servers.map(({ id }) => id) : []);
  let count = 0;
  const outcomes = await Promise.all([
    ...Object.entries(tokens).map(async ([id, token]) => {
      // Reading them together costs one connection, storing one each; most are those of the last lab.
      const stored = await secrets.get(id);
      if (!stored.ok && stored.error.code !== 'keychain.missing') return stored;
      const kept = stored.ok && stored.value === token ? ok(undefined) : await secrets.set(id, token);
      if (kept.ok) onStored((count += 1));
      return kept;
    }),
    ...[...known].filter((id) => !Object.hasOwn(tokens, id)).map(async (id) => await secrets.delete(id)),
  ]);
  const failed = outcomes.find((outcome) => !outcome.ok);
  if (failed && !failed.ok) return failed;
  const written = await documents.inventory.write(content.data);
  return written.ok ? ok(content.data) : written;
}
