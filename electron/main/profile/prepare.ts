import { createFileLog } from '#electron/adapters/log/index.ts';
import type { Log } from '#electron/services/ports.ts';
import { composePorts, type ProfilePorts } from './compose.ts';
import type { ProfileFolder } from './folder.ts';

/** What can be had of a profile before its services are loaded. */
export interface PreparedProfile {
  readonly folder: ProfileFolder;
  readonly log: Log;
  readonly ports: ProfilePorts;
}

/** Composes the ports and wakes the keychain, whose first connection holds up the thread: in a pause of the start it costs nothing. */
export function prepareProfile(folder: ProfileFolder): PreparedProfile {
  const log = createFileLog({ directory: folder.logs });
  const ports = composePorts(folder, log);
  void ports.secrets.state();
  return { folder, log, ports };
}
