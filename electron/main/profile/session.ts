import { openServices } from '#electron/services/index.ts';
import type { Log } from '#electron/services/ports.ts';
import type { KeychainState, Notice } from '#shared/contract/app.ts';
import { failure, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import type { LabRequest } from '../lab/messages.ts';
import { adoptLab } from './adopt-lab.ts';
import { composePorts, connect } from './compose.ts';
import type { ProfileFolder } from './folder.ts';
import { claimProfile } from './lock.ts';
import type { ConnectedServices, ServicesHolder } from './services-holder.ts';

/** One profile while it is open. */
export interface ProfileSession {
  readonly folder: ProfileFolder;
  /** Whether its servers are simulated. */
  readonly lab: boolean;
  /** Whether it has servers already: what was last known of them can be shown. */
  readonly known: boolean;
  /** Begins to talk to servers; what was last known is there before. */
  start(): Promise<void>;
  notices(): readonly Notice[];
  keychain(): Promise<KeychainState>;
  /** Process of the lab; undefined when none runs. */
  readonly labPid: number | undefined;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly folder: ProfileFolder;
  /** What the lab simulates; null: the profile's servers are real. */
  readonly lab: LabRequest | null;
  readonly holder: ServicesHolder;
  readonly log: Log;
  /** The lab could not be started or has stopped by itself. */
  readonly onLabFailure: (error: AppError) => void;
}

/**
 * Opens a profile: reads its documents and puts its services into the holder.
 * @returns the session, or `store.failed` when another Nameward has the profile open
 * @throws when a document is there and cannot be read at all
 */
export async function openProfileSession(options: SessionOptions): Promise<Result<ProfileSession>> {
  const { folder, holder, log } = options;
  const release = await claimProfile(folder.directory);
  if (!release) return failure('store.failed', `The profile ${folder.name} is open in another Nameward.`);
  const ports = composePorts(folder, log);
  const reopen = async (): Promise<ConnectedServices> => {
    const connected = connect(ports);
    const services = await openServices(connected);
    return { services, load: async () => await connected.connector.load() };
  };
  let held: ConnectedServices;
  try {
    held = await reopen();
  } catch (error) {
    await release();
    throw error;
  }
  let lab: Lab | null = null;
  let starting: Promise<void> | null = null;
  let closed = false;
  const kept: Notice[] = [];
  holder.replace(held);
  const inventory = await ports.documents.inventory.read();

  const labFailed = (error: AppError): void => {
    log.error('The lab failed', { message: error.message });
    kept.push({ code: error.code, message: error.message, file: null });
    // Asked to start, it is tried again.
    starting = null;
    lab = null;
    if (!closed) options.onLabFailure(error);
  };

  /** The lab's servers are others each time: their inventory and tokens take the place of the last ones. */
  const startLabServers = async (request: LabRequest): Promise<void> => {
    const started = await startLab(request, labFailed);
    if (!started.ok) {
      labFailed(started.error);
      return;
    }
    if (closed) {
      await started.value.stop();
      return;
    }
    lab = started.value;
    const adopted = await adoptLab(ports, lab);
    if (!adopted.ok) {
      labFailed(adopted.error);
      return;
    }
    if (closed) return;
    const before = held.services;
    kept.push(...before.notices());
    held = await reopen();
    holder.replace(held);
    await before.close();
  };

  return ok({
    folder,
    lab: options.lab !== null,
    known: inventory.state === 'ok' && inventory.data.servers.length > 0,
    start() {
      starting ??= (async () => {
        if (options.lab) await startLabServers(options.lab);
        if (closed) return;
        await held.load();
        held.services.fleet.start();
      })();
      return starting;
    },
    notices: () => [...kept, ...held.services.notices()],
    keychain: async () => await ports.secrets.state(),
    get labPid() {
      return lab?.pid;
    },
    async close() {
      closed = true;
      await held.services.close();
      await lab?.stop();
      await release();
    },
  });
}
