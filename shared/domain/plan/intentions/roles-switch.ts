import { roleWords } from '#shared/domain/roles/effects.ts';
import { counted } from '#shared/domain/words/counted.ts';
import type { KindOfIntention } from './intention.ts';
import { expansion, listed, endsNamed, endsOf, ownersOf } from './links.ts';

/** The DNS role of entries. */
export const rolesSwitch: KindOfIntention<'roles.switch'> = {
  expand: (intention, situation) =>
    expansion(
      listed(intention.links, situation)
        .filter((link) => link.role !== intention.role)
        .map(({ from, member }) => ({
          kind: 'role',
          server: from,
          as: 'root',
          address: member.address,
          role: intention.role,
        })),
    ),
  title: ({ links, role }) =>
    `Change ${links.length} DNS ${links.length === 1 ? 'role' : 'roles'} to ${roleWords[role]}`,
  words: ({ links, role }) => `Change the DNS role of ${counted(links.length, 'link')} to ${roleWords[role]}.`,
  named: ({ links }) => endsNamed(links),
  subjects: (intention, links) => endsOf(intention.links, links),
  changed: (intention, links) => ownersOf(intention.links, links),
};
