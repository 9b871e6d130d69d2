import type { Change, Intention } from '#shared/domain/plan/change.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import {
  expansion,
  linkBetween,
  sends,
  entry,
  synchronizeAll,
  linksTo,
  nameserverWarnings,
  removal,
  deletable,
  ownersTo,
  ensureReverse,
} from './links.ts';

/** One nameserver takes the place of another wherever that is a member. */
export const nameserverReplace: KindOfIntention<'nameserver.replace'> = {
  expand: replaceNameserver,
  title: ({ old, next }, names) => `Replace the nameserver ${names.server(old)} by ${names.server(next)}`,
  words: ({ old, next }, names, { nodes }) =>
    `Replace the nameserver ${nodes[old]?.label ?? old} by ${names.server(next)} wherever it is a member.`,
  named: ({ old, next }) => [old, next],
  subjects: ({ old, next }) => [old, next],
  changed: ({ old }, links) => ownersTo(old, links),
};

/** The guide: delete the old member first, since two of one host name are not allowed (`whm-protocol 8`). */
function replaceNameserver(
  { old, next }: Extract<Intention, { kind: 'nameserver.replace' }>,
  situation: PlanSituation,
): Expansion {
  const links = linksTo(situation, old).filter((link) => link.from !== next);
  const isDeletable = deletable(situation);
  const changes = links.flatMap((link): readonly (Change | null)[] => {
    const role = link.role ?? 'standalone';
    // What the old one has for the server would trust it one way from then on.
    const back = [linkBetween(situation, old, link.from)].filter((each) => each !== undefined).filter(isDeletable);
    return [
      removal(link),
      ...back.map(removal),
      ...(linkBetween(situation, link.from, next) ? [] : [entry(situation, link.from, next, role, link.member)]),
      ...ensureReverse(situation, link.from, next, role),
    ];
  });
  const senders = links.filter(sends).map((link) => synchronizeAll(link.from));
  return expansion(
    [...changes.filter((change) => change !== null), ...senders],
    nameserverWarnings(situation, next, links.some((link) => link.role === 'write-only') ? 'write-only' : 'sync'),
  );
}
