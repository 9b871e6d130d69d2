import { lookUp } from '#shared/domain/table.ts';
import { moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { ChangeOf, SynchronizeScope } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration, MemberConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { KindOfChange } from './kind.ts';
import { ofServer } from './settings.ts';

type Synchronize = ChangeOf<'synchronize'>;

/** Zones pulled to a server, and sent to its members. It changes no setting: zones and serials tell what came of it. */
export const synchronize: KindOfChange<'synchronize'> = {
  ...ofServer,
  phase: () => 9,
  words({ server, scope }, names) {
    const on = names.server(server);
    return {
      does: scopeWords(scope, on),
      verification: `The zones and serials of ${on} and its members are compared, zone by zone.`,
      undo: null,
    };
  },
  effects: (change, { before, situation }) => effectsOf(change, before, situation.names),
  risks: (change, { situation }) => risksOf(change, situation.names),
  obstacle: ({ server }, { clustering }, names) =>
    clustering === false
      ? {
          code: 'clustering.off',
          message: `DNS clustering is disabled on ${names.server(server)}: no zone can be synchronized.`,
        }
      : null,
  facet: () => null,
  apply: (_change, server) => server,
  // Zones that were pulled or pushed stay where they are.
  inverse: () => null,
  differences: () => [],
  subject: ({ kind, server, scope }) => `${kind} ${server} ${JSON.stringify(scope)}`,
  farEnds: ({ server }, links) =>
    Object.values(links)
      .filter(({ from, role }) => from === server && role !== null && role !== 'standalone')
      .map(({ to }) => to),
  whenSilent: () => 'what arrives there cannot be seen, so that the step cannot be verified.',
};

function scopeWords(scope: SynchronizeScope, label: string): string {
  const what =
    scope.zones === 'one' ? `the zone ${scope.zone}` : scope.full ? 'every zone' : 'every zone of an account';
  return scope.where === 'everywhere'
    ? `Synchronize ${what} of ${label} to all its members.`
    : `Synchronize ${what} from the cluster to ${label} only.`;
}

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
 * What moves where: the members with their DNS roles say it (`whm-protocol 4`: who receives writes; `8`: what is
 * fetched).
 */
function effectsOf(change: Synchronize, before: FleetConfiguration, names: PlanNames): readonly string[] {
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

function risksOf({ server, scope }: Synchronize, names: PlanNames): readonly string[] {
  const on = names.server(server);
  if (scope.zones === 'one') return [`Older copies of ${scope.zone} are overwritten where it is sent or pulled.`];
  const others = scope.full ? ', zones of other servers among them' : '';
  return scope.where === 'here'
    ? [`Older copies of these zones on ${on} are overwritten${others}.`]
    : [`Older copies of these zones on ${on} and its members are overwritten${others}.`];
}
