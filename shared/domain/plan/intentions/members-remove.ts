import { counted } from '#shared/domain/words/counted.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { Intention } from '#shared/domain/plan/change.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, linkBetween, removal, deletable, listed, endsNamed, endsOf, ownersOf, linkTitle } from './links.ts';

/** Entries deleted, and where wanted those that lead back. */
export const membersRemove: KindOfIntention<'members.remove'> = {
  expand: (intention, situation) => removeMembers(intention, listed(intention.links, situation), situation),
  title: ({ links }, names) =>
    links.length === 1 ? `Remove the member of ${linkTitle(links[0] ?? '', names)}` : `Remove ${links.length} members`,
  words: (intention, names, { links, nodes }) => {
    const also = intention.back === false ? '' : ', and the entries that lead back';
    const [only] = intention.links.length === 1 ? intention.links : [];
    const link = only === undefined ? undefined : links[only];
    return link
      ? `Remove ${nodes[link.to]?.label ?? link.to} from the members of ${names.server(link.from)}${also}.`
      : `Remove ${counted(intention.links.length, 'member')}${also}.`;
  },
  named: ({ links }) => endsNamed(links),
  subjects: (intention, links) => endsOf(intention.links, links),
  changed: (intention, links) => ownersOf(intention.links, links),
};

/** The entries, and where wanted those that lead back: one that is left alone trusts one way. */
function removeMembers(
  { back = true }: Extract<Intention, { kind: 'members.remove' }>,
  links: readonly Link[],
  situation: PlanSituation,
): Expansion {
  const isDeletable = deletable(situation);
  const reverse = back ? links.flatMap((link) => linkBetween(situation, link.to, link.from) ?? []) : [];
  const all = new Map([...links, ...reverse].filter(isDeletable).map((link) => [link.id, link]));
  return expansion([...all.values()].map(removal));
}
