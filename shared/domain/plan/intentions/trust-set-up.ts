import { roleWords } from '#shared/domain/roles/effects.ts';
import type { Intention } from '#shared/domain/plan/change.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion, KindOfIntention } from './intention.ts';
import { expansion, impossible, ensureEntry } from './links.ts';

/** Entries both ways with the roles given, both verified. */
export const trustSetUp: KindOfIntention<'trust.set-up'> = {
  expand: setUpTrust,
  title: ({ a, b }, names) => `Set up trust between ${names.server(a)} and ${names.server(b)}`,
  words: ({ a, b, roleAtA, roleAtB }, names) =>
    `Set up trust between ${names.server(a)} (${roleWords[roleAtA]}) and ${names.server(b)} (${roleWords[roleAtB]}).`,
  named: ({ a, b }) => [a, b],
  subjects: ({ a, b }) => [a, b],
  changed: ({ a, b }) => [a, b],
};

function setUpTrust(
  { a, b, roleAtA, roleAtB }: Extract<Intention, { kind: 'trust.set-up' }>,
  situation: PlanSituation,
): Expansion {
  const { names } = situation;
  if (a === b) return impossible(`${names.server(a)} cannot trust itself: that would be a cyclic trust relationship.`);
  const warnings = [a, b]
    .filter((id) => names.product(id) === 'dnsonly')
    .filter((id) => (id === a ? roleAtA : roleAtB) !== 'standalone')
    .map((id) => `${names.server(id)} is a DNSOnly server: it should not send zones to a cPanel & WHM server.`);
  return expansion([...ensureEntry(situation, b, a, roleAtB), ...ensureEntry(situation, a, b, roleAtA)], warnings);
}
