import { lookUp } from '#shared/domain/table.ts';
import { roleEffects, type RoleEffects } from '#shared/domain/roles/effects.ts';
import { moduleOf } from './back-ends.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import type { PlanNames } from './names.ts';
import type { PlanSituation } from './situation.ts';

/**
 * What a change comes to for zones and members, a sentence each: the plan, every dialog and the report say it in these words.
 * @param before the settings just before the change
 * @param planned every change of the plan
 */
export function effectsOf(
  change: Change,
  before: FleetConfiguration,
  situation: PlanSituation,
  planned: readonly Change[] = [],
): readonly string[] {
  switch (change.kind) {
    case 'member.add':
      return moduleOf(change.member.address) === 'cPanel'
        ? [...lookedUp(change, situation.names), ...roleEffectsOf(change, before, situation, planned).effects]
        : [];
    case 'role':
      return roleEffectsOf(change, before, situation, planned).effects;
    case 'synchronize':
      return synchronizeEffects(change, before, situation.names);
    default:
      return [];
  }
}

/** Where nobody is asked, the server resolves the name that is typed (`whm-protocol 3.4`). */
function lookedUp({ server, member }: Extract<Change, { kind: 'member.add' }>, names: PlanNames): readonly string[] {
  const { contact, host, address } = member;
  return contact === 'none' && host !== address
    ? [
        `${names.server(server)} looks up ${host} and keeps the entry under the address that it finds; ${address} is expected.`,
      ]
    : [];
}

/** What the DNS role of an entry does and risks, by what is known of both ends and of the rest of the plan. */
export function roleEffectsOf(
  change: Extract<Change, { kind: 'member.add' | 'role' }>,
  before: FleetConfiguration,
  situation: PlanSituation,
  planned: readonly Change[],
): RoleEffects {
  const { topology, names } = situation;
  const { server } = change;
  const { address, role } = change.kind === 'role' ? change : change.member;
  const target = names.serverAt(address);
  const link = target === null ? undefined : lookUp(topology.links, `${server}>${target}`);
  const list = lookUp(before, server)?.members;
  return roleEffects({
    from: { label: names.server(server), product: names.product(server) },
    to: { label: names.member(address), product: target === null ? 'unknown' : names.product(target) },
    current: change.kind === 'role' ? (lookUp(lookUp(list, change.as), address)?.role ?? null) : null,
    next: role,
    reverseTrust: willHaveEntryBack(change, before, situation, planned) ? 'yes' : (link?.reverseTrust ?? 'unknown'),
    disabled: lookUp(list?.['root'], address)?.disabled === true,
    clusteringEnabled: lookUp(before, server)?.clustering ?? null,
  });
}

/** Whether the member has, or gets by the plan, an entry for the server. */
export function willHaveEntryBack(
  change: Extract<Change, { kind: 'member.add' | 'role' }>,
  before: FleetConfiguration,
  { topology, names }: PlanSituation,
  planned: readonly Change[],
): boolean {
  const { server } = change;
  if (change.kind === 'member.add' && change.member.contact === 'trust') return true;
  const target = names.serverAt(change.kind === 'role' ? change.address : change.member.address);
  if (target === null) return false;
  const list = lookUp(before, target)?.members['root'];
  const isThere = list
    ? Object.keys(list).some((each) => names.isAddressOf(server, each))
    : lookUp(topology.links, `${target}>${server}`) !== undefined;
  return (
    isThere ||
    planned.some(
      (other) =>
        other.kind === 'member.add' && other.server === target && names.isAddressOf(server, other.member.address),
    )
  );
}

type Synchronize = Extract<Change, { kind: 'synchronize' }>;

/** Names stand in a sentence as long as it can be read. */
const namedAtMost = 3;

function listed(labels: readonly string[]): string {
  const named = labels.length > namedAtMost + 1 ? labels.slice(0, namedAtMost) : labels;
  const others = labels.length - named.length;
  const parts = others > 0 ? [...named, `${others} other members`] : named;
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** Which zones are meant (`whm-protocol 3.8`: without `--full` those of `/etc/userdomains`). */
function zonesOf({ server, scope }: Synchronize, names: PlanNames): string {
  if (scope.zones === 'one') return `of ${scope.zone}`;
  return scope.full ? 'of every zone' : `of every zone of an account of ${names.server(server)}`;
}

/**
 * What moves where: the members with their DNS roles say it (`whm-protocol 4`: who receives writes; `8`: what is fetched).
 */
function synchronizeEffects(change: Synchronize, before: FleetConfiguration, names: PlanNames): readonly string[] {
  const { server, scope } = change;
  const on = names.server(server);
  const members = lookUp(before, server)?.members['root'];
  if (!members) return [`Which members of ${on} take part is not known: its list could not be read.`];
  const all = Object.values(members).filter(({ address }) => moduleOf(address) === 'cPanel');
  const asked = all.filter(({ disabled }) => disabled !== true);
  const labels = (role: MemberConfiguration['role']): readonly string[] =>
    asked.filter((member) => member.role === role).map(({ address }) => names.member(address));
  const [sync, writeOnly, standalone] = [labels('sync'), labels('write-only'), labels('standalone')];
  const off = all.filter(({ disabled }) => disabled === true).map(({ address }) => names.member(address));
  const zones = zonesOf(change, names);
  const compared = [...sync, ...standalone];
  const pulled =
    compared.length === 0
      ? []
      : [`The newest copy ${zones} on ${listed(compared)} is pulled to ${on} where it is newer than its own.`];
  const isFull = scope.zones === 'all' && scope.full;
  const lacking =
    isFull && sync.length > 0 ? [`Zones of ${listed(sync)} that ${on} lacks are pulled to it as well.`] : [];
  const sent =
    scope.where === 'here'
      ? [`Nothing is sent to any member.`]
      : [
          ...(sync.length > 0 ? [`The newest copy ${zones} is sent to ${listed(sync)}.`] : []),
          ...(writeOnly.length > 0
            ? [`The copy ${zones} that ${on} then has is sent to ${listed(writeOnly)}, also over a newer one.`]
            : []),
        ];
  const disabled = off.length > 0 ? [`${listed(off)} ${off.length === 1 ? 'is' : 'are'} disabled and left out.`] : [];
  const nobody =
    compared.length + writeOnly.length === 0 ? [`${on} has no enabled member: nothing is pulled or sent.`] : [];
  return nobody.length > 0 ? [...nobody, ...disabled] : [...pulled, ...lacking, ...sent, ...disabled];
}
