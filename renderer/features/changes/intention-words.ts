import type { Intention } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { counted } from '#shared/domain/words/counted.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';

/** What a user wants, a sentence; which changes it comes to is worked out by the preview. */
export function intentionWords(intention: Intention, names: PlanNames, { links, nodes }: Topology): string {
  const synchronized = (synchronize: boolean): string => (synchronize ? ' and synchronize all zones' : '');
  switch (intention.kind) {
    case 'trust.set-up':
      return `Set up trust between ${names.server(intention.a)} (${roleWords[intention.roleAtA]}) and ${names.server(intention.b)} (${roleWords[intention.roleAtB]}).`;
    case 'trust.mend': {
      const link = links[intention.link];
      if (!link) return 'Mend the trust of a link that is not in the fleet any more.';
      const to = nodes[link.to]?.label ?? link.to;
      return `Mend trust: ${to} gets an entry for ${names.server(link.from)}.`;
    }
    case 'nameserver.add':
      return `Add the nameserver ${names.server(intention.nameserver)} to ${counted(intention.to.length, 'server')} with the DNS role ${roleWords[intention.role]}${synchronized(intention.synchronize)}.`;
    case 'nameserver.replace':
      return `Replace the nameserver ${nodes[intention.old]?.label ?? intention.old} by ${names.server(intention.next)} wherever it is a member.`;
    case 'links.direct':
      return `Make links direct: every server that sends to ${names.server(intention.intermediary)} gets links of its own to the nameservers behind it.`;
    case 'server.leave':
      return `Take ${names.server(intention.server)} out of its cluster: clustering off there, its entry deleted on every other server${intention.entries === false ? '' : ', then its own entries'}.`;
    case 'roles.switch':
      return `Change the DNS role of ${counted(intention.links.length, 'link')} to ${roleWords[intention.role]}.`;
    case 'members.remove': {
      const also = intention.back === false ? '' : ', and the entries that lead back';
      const [only] = intention.links.length === 1 ? intention.links : [];
      const link = only === undefined ? undefined : links[only];
      return link
        ? `Remove ${nodes[link.to]?.label ?? link.to} from the members of ${names.server(link.from)}${also}.`
        : `Remove ${counted(intention.links.length, 'member')}${also}.`;
    }
    case 'members.enable':
      return `Enable ${counted(intention.links.length, 'disabled member')}${synchronized(intention.synchronize)}.`;
  }
}

/** Ids of the servers on which an intention changes something or that it is about, as far as it names them. */
export function serversOf(intention: Intention, { links }: Topology): readonly string[] {
  const ends = (ids: readonly string[]): readonly string[] => ids.flatMap((id) => links[id]?.from ?? []);
  switch (intention.kind) {
    case 'trust.set-up':
      return [intention.a, intention.b];
    case 'trust.mend': {
      const link = links[intention.link];
      return link ? [link.to] : [];
    }
    case 'nameserver.add':
      return intention.to;
    case 'nameserver.replace':
      return Object.values(links)
        .filter((link) => link.to === intention.old)
        .map((link) => link.from);
    case 'links.direct':
      return Object.values(links)
        .filter((link) => link.to === intention.intermediary)
        .map((link) => link.from);
    case 'server.leave':
      return [intention.server];
    case 'roles.switch':
    case 'members.remove':
    case 'members.enable':
      return [...new Set(ends(intention.links))];
  }
}
