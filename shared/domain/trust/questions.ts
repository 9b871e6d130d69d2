import { lookUp } from '#shared/domain/table.ts';
import type { KnownServer, ServerId } from '#shared/domain/topology/observation.ts';
import { isAddress } from '#shared/domain/topology/address.ts';
import { createDirectory, namesOf, resolveMember, type Observations } from '#shared/domain/topology/directory.ts';

/**
 * 'Do you have an entry for this address?', to be asked of `ask` (`whm-protocol 2.1`, `cluster_member_has_trust_with`).
 */
export interface ReverseQuestion {
  readonly ask: ServerId;
  readonly address: string;
  /** A second address of the same server, for NAT. */
  readonly alternative: string | null;
}

/**
 * The addresses by which a server can be asked for: what it says of itself, else what the user entered if that is an
 * address.
 */
function addressesToAskFor(server: KnownServer, observations: Observations): readonly string[] {
  return namesOf(server, lookUp(observations, server.id)).filter(isAddress);
}

/**
 * For every link to a server that can be asked, the question whether the link has its reverse.
 * @returns each question once, in the order of the servers
 */
export function reverseQuestions(
  servers: readonly KnownServer[],
  observations: Observations,
): readonly ReverseQuestion[] {
  const directory = createDirectory(servers, observations);
  const seen = new Set<string>();
  const questions: ReverseQuestion[] = [];
  for (const from of servers) {
    const [address, alternative = null] = addressesToAskFor(from, observations);
    if (address === undefined) continue;
    for (const record of lookUp(observations, from.id)?.members?.value.records ?? []) {
      const ask = resolveMember(directory, record)?.id ?? null;
      const key = `${ask} ${address}`;
      if (ask === null || ask === from.id || seen.has(key)) continue;
      seen.add(key);
      questions.push({ ask, address, alternative });
    }
  }
  return questions;
}
