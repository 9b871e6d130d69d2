import { foreignFiles } from '#shared/domain/plan/back-ends.ts';
import type { Change, NewMember } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { normalizeHost } from '#shared/domain/topology/directory.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import type { MemberWish } from './checks.ts';

export function isAddress(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || (text.includes(':') && /^[0-9A-Fa-f:.]+$/.test(text));
}

/**
 * The address by which a member is kept (`whm-protocol 4`): that of our own server, the typed address, or what the user
 * says the host's address is, since only the server itself can resolve a name as it will.
 * @returns null while it is not known
 */
export function addressOfMember(module: string, host: string, typed: string, names: PlanNames): string | null {
  const foreign = foreignFiles[module];
  if (foreign !== undefined) return foreign;
  const name = normalizeHost(host);
  if (isAddress(name)) return name;
  const server = names.serverAt(name);
  const known = server === null ? null : names.addressOf(server);
  return known ?? (isAddress(typed.trim()) ? typed.trim() : null);
}

/**
 * The entry back, on the member, with the role WHM gives it: Standalone (`whm-protocol 3.5`). Null: the member is none
 * of our servers.
 */
function reverseEntry({ server, member }: MemberWish, names: PlanNames): Change | null {
  const target = names.serverAt(member.address);
  const address = names.addressOf(server);
  if (target === null || address === null) return null;
  const back: NewMember = {
    address,
    host: names.hostOf(server),
    user: 'root',
    module: 'cPanel',
    role: 'standalone',
    debug: member.debug,
    // Also where the server cannot be reached from the member: behind NAT, say.
    contact: 'none',
    nsConfig: null,
    token: { from: 'made', on: server },
  };
  return { kind: 'member.add', server: target, as: 'root', member: back };
}

/** What WHM's form asks for, as changes: the entry, the entry back, and the synchronization. */
export function changesOfWish(wish: MemberWish, names: PlanNames): Pick<Pending, 'changes'> {
  const { server, as, member, reverseTrust, synchronize } = wish;
  const reverse = reverseTrust ? reverseEntry(wish, names) : null;
  return {
    changes: [
      ...(reverse ? [reverse] : []),
      { kind: 'member.add', server, as, member },
      ...(synchronize
        ? [{ kind: 'synchronize', server, scope: { zones: 'all', where: 'everywhere', full: false } } as const]
        : []),
    ],
  };
}
