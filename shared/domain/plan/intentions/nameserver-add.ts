import { roleWords } from '#shared/domain/roles/effects.ts';
import { counted } from '#shared/domain/words/counted.ts';
import type { Intention } from '#shared/domain/plan/change.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import {
  expansion,
  synchronizeAll,
  nameserverWarnings,
  synchronizedWords,
  ensureReverse,
  ensureEntry,
} from './links.ts';

/** The nameserver becomes a member of each server. */
export const nameserverAdd: KindOfIntention<'nameserver.add'> = {
  expand: addNameserver,
  title: ({ nameserver, to }, names) =>
    `Add the nameserver ${names.server(nameserver)} to ${to.length} ${to.length === 1 ? 'server' : 'servers'}`,
  words: ({ nameserver, to, role, synchronize }, names) =>
    `Add the nameserver ${names.server(nameserver)} to ${counted(to.length, 'server')} with the DNS role ${roleWords[role]}${synchronizedWords(synchronize)}.`,
  named: ({ nameserver, to }) => [nameserver, ...to],
  subjects: ({ nameserver, to }) => [nameserver, ...to],
  changed: ({ to }) => to,
};

function addNameserver(intention: Extract<Intention, { kind: 'nameserver.add' }>, situation: PlanSituation): Expansion {
  const { nameserver, to, role, synchronize } = intention;
  const servers = to.filter((id) => id !== nameserver);
  return expansion(
    [
      ...servers.flatMap((server) => [
        ...ensureReverse(situation, server, nameserver, role),
        ...ensureEntry(situation, server, nameserver, role),
      ]),
      ...(synchronize ? servers.map(synchronizeAll) : []),
    ],
    nameserverWarnings(situation, nameserver, role),
  );
}
