import { lookUp } from '#shared/domain/table.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, impossible, ensureEntry, endsNamed, endsOf, linkTitle } from './links.ts';

/** The missing reverse of one link. */
export const trustMend: KindOfIntention<'trust.mend'> = {
  expand: ({ link: id }, situation) => {
    const link = lookUp(situation.topology.links, id);
    return link ? mendTrust(link, situation) : impossible('That link is no longer there.');
  },
  title: ({ link }, names) => `Mend the trust of ${linkTitle(link, names)}`,
  words: (intention, names, { links, nodes }) => {
    const link = links[intention.link];
    if (!link) return 'Mend the trust of a link that is not in the fleet any more.';
    const to = nodes[link.to]?.label ?? link.to;
    return `Mend trust: ${to} gets an entry for ${names.server(link.from)}.`;
  },
  named: ({ link }) => endsNamed([link]),
  subjects: ({ link }, links) => endsOf([link], links),
  changed: ({ link }, links) => (links[link] ? [links[link].to] : []),
};

function mendTrust(link: Link, situation: PlanSituation): Expansion {
  if (lookUp(situation.topology.nodes, link.to)?.kind !== 'server') {
    return impossible(
      `${situation.names.member(link.member.address)} is not among the servers here, so no entry can be made on it.`,
    );
  }
  return expansion(ensureEntry(situation, link.to, link.from, 'standalone'));
}
