import type { Product, Role } from '#shared/domain/topology/observation.ts';
import type { ReverseTrust } from '#shared/domain/topology/topology.ts';

/** WHM's words for the DNS roles. */
export const roleWords: Readonly<Record<Role, string>> = {
  standalone: 'Standalone',
  sync: 'Synchronize',
  'write-only': 'Write-only',
};

export interface RoleSituation {
  readonly from: { readonly label: string; readonly product: Product };
  readonly to: { readonly label: string; readonly product: Product };
  readonly current: Role | null;
  readonly next: Role;
  readonly reverseTrust: ReverseTrust;
  readonly disabled: boolean;
  /** Null: unknown. */
  readonly clusteringEnabled: boolean | null;
}

export interface RoleEffects {
  /** What the role will do to which zones, a sentence each. */
  readonly effects: readonly string[];
  /** What may go wrong, a sentence each. */
  readonly risks: readonly string[];
}

/** `whm-protocol 4` (who receives writes) and `8` (what each role does). */
function effectsOf({ from, to, current, next }: RoleSituation): readonly string[] {
  switch (next) {
    case 'standalone':
      return [
        // Only a role that sends can end: a new entry, or one whose role is unknown, need not have sent anything.
        `${from.label} ${current === null ? 'sends no' : 'no longer sends'} zone changes to ${to.label}.`,
        `The zones that ${to.label} already has stay there as they are now.`,
        `Newer data of ${to.label} can still be fetched.`,
      ];
    case 'sync':
      return [
        `Every zone change on ${from.label} is sent to ${to.label}.`,
        `Zones are compared both ways: the newest serial wins.`,
        `Changing the DNS role by itself moves no zone; the next change or a synchronization does.`,
        ...(from.product === 'dnsonly' ? [] : [autoSsl(from.label, to.label)]),
      ];
    case 'write-only':
      return [
        `Every zone change on ${from.label} is sent to ${to.label}.`,
        `${from.label} does not look at what ${to.label} has, and fetches nothing from it.`,
      ];
  }
}

/** One report, of WHM 136 (`whm-protocol 13.3`): so it is told as one. */
function autoSsl(from: string, to: string): string {
  return `AutoSSL's check on ${from} may write zones to ${to} by itself while the DNS role is Synchronize, as one admin reports.`;
}

function risksOf(situation: RoleSituation): readonly string[] {
  const { from, to, next, reverseTrust } = situation;
  const risks: string[] = [];
  if (next === 'write-only') {
    risks.push(`Newer zones on ${to.label} are overwritten; two servers that write the same zone can corrupt it.`);
  }
  if (next === 'sync' && from.product === 'dnsonly' && to.product === 'cpanel') {
    risks.push(
      `A nameserver must not synchronize back to a cPanel & WHM server: it creates zones there that nobody needs.`,
    );
  }
  if (next !== 'write-only' && to.product !== 'dnsonly' && (reverseTrust === 'no' || reverseTrust === 'not-required')) {
    risks.push(
      `${to.label} has no entry for ${from.label}: ${roleWords[next]} needs reverse trust${to.product === 'unknown' ? ' unless it is a DNSOnly server' : ''}.`,
    );
  }
  if (next === 'standalone' && situation.current !== null && situation.current !== 'standalone') {
    risks.push(
      `Zones changed from now on are old on ${to.label} until the DNS role is set back and the zones are synchronized.`,
    );
  }
  if (situation.disabled)
    risks.push(`${to.label} is disabled: nothing is sent to it, whatever its DNS role, until it is enabled.`);
  if (situation.clusteringEnabled === false) {
    risks.push(`DNS clustering is disabled on ${from.label}: no DNS role has an effect until it is enabled.`);
  }
  return risks;
}

/** Says in words what a DNS role will do. */
export function roleEffects(situation: RoleSituation): RoleEffects {
  const unchanged = situation.current === situation.next;
  return {
    effects: unchanged ? [`The DNS role is ${roleWords[situation.next]} already.`] : effectsOf(situation),
    risks: risksOf(situation),
  };
}
