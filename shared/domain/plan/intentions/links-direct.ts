import { lookUp } from '#shared/domain/table.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, linkBetween, linksOf, sends, linksTo, ownersTo, ensureReverse, ensureEntry } from './links.ts';

/** Each sender gets its own link to what the intermediary passes on to. */
export const linksDirect: KindOfIntention<'links.direct'> = {
  expand: ({ intermediary }, situation) => makeDirect(intermediary, situation),
  title: ({ intermediary }, names) => `Make the links through ${names.server(intermediary)} direct`,
  words: ({ intermediary }, names) =>
    `Make links direct: every server that sends to ${names.server(intermediary)} gets links of its own to the nameservers behind it.`,
  named: ({ intermediary }) => [intermediary],
  subjects: ({ intermediary }) => [intermediary],
  changed: ({ intermediary }, links) => ownersTo(intermediary, links),
};

function makeDirect(intermediary: ServerId, situation: PlanSituation): Expansion {
  const targets = linksOf(situation.topology).filter((link) => link.from === intermediary && sends(link));
  const senders = linksTo(situation, intermediary).filter(sends);
  const changes = senders.flatMap((sender) =>
    targets
      .filter((target) => target.to !== sender.from && lookUp(situation.topology.nodes, target.to)?.kind === 'server')
      .filter((target) => !linkBetween(situation, sender.from, target.to))
      .flatMap((target) => [
        ...ensureReverse(situation, sender.from, target.to, target.role ?? 'sync'),
        ...ensureEntry(situation, sender.from, target.to, target.role ?? 'sync'),
      ]),
  );
  const label = situation.names.server(intermediary);
  return expansion(changes, [`The links of ${label} stay; remove them once the direct ones have proved themselves.`]);
}
