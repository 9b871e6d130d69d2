import type { ClusterReading, MemberChannel, WhmClient } from '#electron/services/ports.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { Access } from './access.ts';
import { readClusterFiles } from './command/cluster-files.ts';
import { startTail, type TailTiming } from './command/tail.ts';
import { WhmFailure } from './failure.ts';
import { readIdentity } from './identity.ts';
import { readPages } from './pages/page-access.ts';
import { changeRole, describeRoleChange } from './pages/role-change.ts';
import { readOutgoing } from './peer.ts';
import { probe } from './probe.ts';
import { redactError } from './redaction.ts';
import { createTrustQuestions } from './trust.ts';

const readers: Readonly<Record<MemberChannel, (access: Access, signal?: AbortSignal) => Promise<ClusterReading>>> = {
  command: readClusterFiles,
  pages: readPages,
  peer: readOutgoing,
};

/** The edge of the adapter: failures become plain errors here, and nothing secret leaves in one. */
export function createClient(access: Access, timing: TailTiming): WhmClient {
  const translate = (error: unknown): AppError => {
    if (error instanceof WhmFailure) return redactError(error.error, access.redact);
    const name = error instanceof Error ? error.name : typeof error;
    // A bug: its message may quote what was sent, so only its kind is told.
    return appError('internal', `The WHM adapter failed unexpectedly (${name}).`);
  };
  const edge = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await work());
    } catch (error) {
      return err(translate(error));
    }
  };
  const askTrust = createTrustQuestions(access);
  return {
    identity: (signal) => edge(() => readIdentity(access, signal)),
    probe: (signal) => edge(() => probe(access, signal)),
    readMembers: (channel, signal) => edge(() => readers[channel](access, signal)),
    hasEntryFor: (address, alternative, signal) => edge(() => askTrust(address, alternative, signal)),
    describeRoleChange: (member, role) => describeRoleChange(access, member, role),
    changeRole: (member, role, signal) =>
      edge(() => changeRole(access, { as: access.server.user, member, role }, signal)),
    tail: (lines, sink) => startTail(access, lines, sink, timing, translate),
  };
}
