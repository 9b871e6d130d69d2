import type { ClusterReading, MemberChannel, WhmClient } from '#electron/services/ports.ts';
import type { Access } from './access.ts';
import { readClusterFiles } from '#electron/adapters/whm/cluster-files/cluster-files.ts';
import { startTail, type TailTiming } from '#electron/adapters/whm/stream/tail.ts';
import { edge, translate } from './edge.ts';
import { readIdentity } from '#electron/adapters/whm/api/identity.ts';
import { readPages } from '#electron/adapters/whm/pages/page-access.ts';
import { readOutgoing } from '#electron/adapters/whm/peer/peer.ts';
import { probe } from './probe.ts';
import { createTrustQuestions } from '#electron/adapters/whm/api/reverse-trust.ts';

const readers: Readonly<Record<MemberChannel, (access: Access, signal?: AbortSignal) => Promise<ClusterReading>>> = {
  command: readClusterFiles,
  pages: readPages,
  peer: readOutgoing,
};

/** Reads and watches one server; the access holds the token and ends with the client. */
export function createClient(access: Access, timing: TailTiming): WhmClient {
  const askTrust = createTrustQuestions(access);
  return {
    identity: (signal) => edge(access, () => readIdentity(access, signal)),
    probe: (signal) => edge(access, () => probe(access, signal)),
    readMembers: (channel, signal) => edge(access, () => readers[channel](access, signal)),
    hasEntryFor: (address, alternative, signal) => edge(access, () => askTrust(address, alternative, signal)),
    tail: (lines, sink) => startTail(access, lines, sink, timing, (error) => translate(access, error)),
  };
}
