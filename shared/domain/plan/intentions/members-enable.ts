import { counted } from '#shared/domain/words/counted.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, synchronizeAll, listed, endsNamed, endsOf, ownersOf, synchronizedWords } from './links.ts';

/** Disabled members enabled again. */
export const membersEnable: KindOfIntention<'members.enable'> = {
  expand: (intention, situation) => enableMembers(listed(intention.links, situation), intention.synchronize),
  title: ({ links }) => `Enable ${links.length} disabled ${links.length === 1 ? 'member' : 'members'}`,
  words: ({ links, synchronize }) =>
    `Enable ${counted(links.length, 'disabled member')}${synchronizedWords(synchronize)}.`,
  named: ({ links }) => endsNamed(links),
  subjects: (intention, links) => endsOf(intention.links, links),
  changed: (intention, links) => ownersOf(intention.links, links),
};

function enableMembers(links: readonly Link[], synchronize: boolean): Expansion {
  const enabled = links
    .filter((link) => link.member.disabled !== false)
    .map((link): Change => ({ kind: 'member.enable', server: link.from, as: 'root', address: link.member.address }));
  const servers = [...new Set(links.map((link) => link.from))];
  return expansion([...enabled, ...(synchronize ? servers.map(synchronizeAll) : [])]);
}
