import type { RoleChange } from '#shared/contract/roles.ts';
import { isForeign } from '#shared/domain/topology/directory.ts';
import type { MemberRecord, ServerObservation } from '#shared/domain/topology/observation.ts';
import { appError, type AppError } from '#shared/errors/index.ts';

/** The channel that writes DNS roles: WHM has no API function for it (`whm-protocol 2.0`, `3.2 changeclusterdns.cgi`). */
export const writingChannel = 'pages';

/** @returns why no DNS role can be written on this server; null when it can */
export function serverRefusal(observation: ServerObservation): AppError | null {
  const { contact, channels } = observation;
  if (contact.state === 'suspended') {
    return appError(
      'whm.unsupported',
      `Nothing is sent to this server until you act: ${contact.failure?.message ?? 'it was refused'}`,
    );
  }
  const { available, reason } = channels[writingChannel];
  if (available === true) return null;
  return available === false
    ? appError('whm.unsupported', `DNS roles cannot be changed on this server: ${reason ?? 'WHM’s pages are closed'}.`)
    : appError(
        'whm.unsupported',
        `Whether WHM’s DNS Cluster pages can be used is not known yet${reason ? `: ${reason}` : '.'}`,
      );
}

/** @returns why the role of this member cannot be written; null when it can */
export function memberRefusal(change: RoleChange, record: MemberRecord | undefined): AppError | null {
  if (!record) {
    // WHM would take `standalone` for a member that does not exist and leave a stray role file (`whm-protocol 4`).
    return appError('input.invalid', `${change.member} is not in this server’s list of members.`);
  }
  if (isForeign(record)) {
    return appError(
      'whm.unsupported',
      `${change.member} is a ${record.module} back end: its role is set in WHM itself.`,
    );
  }
  if (record.inherited) {
    return appError(
      'whm.unsupported',
      `${change.member} is inherited from another cluster user and cannot be edited here.`,
    );
  }
  return null;
}

/** A page that was not recognised must not be written to (`whm-protocol 12`). */
export function pageRefusal(observation: ServerObservation): AppError | null {
  const failed = observation.failures['members.pages'];
  return failed?.code === 'whm.protocol'
    ? appError('whm.unsupported', `The DNS Cluster page was not recognised, so nothing is written: ${failed.message}`)
    : null;
}
