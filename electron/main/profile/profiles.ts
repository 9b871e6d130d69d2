import type { Log } from '#electron/services/ports.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import { mkdir } from 'node:fs/promises';
import type { LabRequest } from '#electron/main/lab/messages.ts';
import type { Tracing } from '#electron/profile/compose.ts';
import { labProfile, profileFolder } from '#electron/profile/folder.ts';
import type { ServicesHolder } from './services-holder.ts';
import { openProfileSession, type ProfileSession } from './session.ts';

export interface ProfilesOptions {
  /** Folder that holds `profiles/`. */
  readonly home: string;
  readonly lab: LabRequest;
  readonly holder: ServicesHolder;
  readonly log: Log;
  /** What is told of requests to servers. */
  readonly tracing: Tracing;
}

/** The profile that is open, one at a time. */
export interface Profiles {
  /** The session of now; waits while one is being opened. */
  current(): Promise<ProfileSession>;
  /**
   * Opens a profile in place of the one before.
   * @returns `store.failed` when another Nameward has it open; the one before then stays
   * @throws when its documents cannot be read at all
   */
  open(name: string): Promise<Result<ProfileSession>>;
  /** See the session's. */
  stuck(): boolean;
  close(): Promise<void>;
}

/** How long a page may take to its first picture before the servers are asked all the same, ms. */
const patience = 2000;

export function createProfiles({ home, lab, holder, log, tracing }: ProfilesOptions): Profiles {
  let session: ProfileSession | null = null;
  let opening: Promise<Result<ProfileSession>> | null = null;
  const waiting: ((session: ProfileSession) => void)[] = [];

  const open = async (name: string): Promise<Result<ProfileSession>> => {
    const before = session;
    if (before?.folder.name === name) return ok(before);
    const folder = profileFolder(home, name);
    await mkdir(folder.logs, { recursive: true, mode: 0o700 });
    const request = name === labProfile ? lab : null;
    const opened = await openProfileSession({ folder, lab: request, holder, log, tracing });
    if (!opened.ok) return opened;
    session = opened.value;
    for (const resolve of waiting.splice(0)) resolve(session);
    log.info('A profile was opened', { profile: name });
    // Without anything known there is no first picture to wait for.
    setTimeout(() => void opened.value.start(), opened.value.known ? patience : 0);
    await before?.close();
    return opened;
  };

  return {
    current: () => (session ? Promise.resolve(session) : new Promise((resolve) => waiting.push(resolve))),
    async open(name) {
      if (opening) return failure('ipc.refused', 'Another profile is being opened.');
      opening = open(name);
      try {
        return await opening;
      } finally {
        opening = null;
      }
    },
    stuck: () => session?.stuck ?? false,
    async close() {
      await opening?.catch(() => undefined);
      await session?.close();
    },
  };
}
