import { openServices } from '#electron/services/index.ts';
import type { Log } from '#electron/services/ports.ts';
import type { LabState, Notice } from '#shared/contract/app.ts';
import type { KeychainState } from '#shared/contract/vault.ts';
import { appError, failure, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { createLabStatus, type LabStatus } from '#electron/main/lab/lab-status.ts';
import { startLab, type Lab } from '#electron/main/lab/lab.ts';
import type { LabRequest } from '#electron/main/lab/messages.ts';
import { adoptLab } from './adopt-lab.ts';
import { composePorts, connect, type Tracing } from '#electron/profile/compose.ts';
import type { ProfileFolder } from '#electron/profile/folder.ts';
import { claimFolder } from '#electron/adapters/store/index.ts';
import type { ConnectedServices, ServicesHolder } from './services-holder.ts';

/** One profile while it is open. */
export interface ProfileSession {
  readonly folder: ProfileFolder;
  /** Whether its servers are simulated. */
  readonly lab: boolean;
  /** Whether it has servers already: what was last known of them can be shown. */
  readonly known: boolean;
  /** Begins to talk to servers, once; what was last known is there before. */
  start(): Promise<void>;
  readonly labStatus: Pick<LabStatus, 'watch'>;
  /** After the lab has failed: ends what is left of it and starts it anew; else nothing. */
  restartLab(): Promise<void>;
  notices(): readonly Notice[];
  keychain(): Promise<KeychainState>;
  /** The keychain waits for its user, and this process cannot end by itself as long as it does. */
  readonly stuck: boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly folder: ProfileFolder;
  /** What the lab simulates; null: the profile's servers are real. */
  readonly lab: LabRequest | null;
  readonly holder: ServicesHolder;
  readonly log: Log;
  readonly tracing: Tracing;
}

/**
 * Opens a profile: reads its documents and puts its services into the holder.
 * @returns the session, or `store.failed` when another Nameward has the profile open
 * @throws when a document is there and cannot be read at all
 */
// oxlint-disable-next-line max-lines-per-function -- one session: the profile and its lab open and close together
export async function openProfileSession(options: SessionOptions): Promise<Result<ProfileSession>> {
  const { folder, holder, log } = options;
  let release: Awaited<ReturnType<typeof claimFolder>>;
  try {
    release = await claimFolder(folder.directory);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failure('store.failed', `The folder of the profile ${folder.name} cannot be written to: ${reason}.`);
  }
  if (!release) return failure('store.failed', `The profile ${folder.name} is open in another Nameward.`);
  const ports = composePorts(folder, log);
  const reopen = async (): Promise<ConnectedServices> => {
    const connected = connect(ports, options.tracing);
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
  const labStatus = createLabStatus(options.lab ? startingWith(options.lab) : { state: 'none' });
  const kept: Notice[] = [];
  holder.replace(held);
  const inventory = await ports.documents.inventory.read();

  const labFailed = (error: AppError): void => {
    log.error('The lab failed', { message: error.message });
    labStatus.become({ state: 'failed', error });
  };

  /** A bug of ours, but the window must not say for ever that the lab is starting. */
  const labBroke = (error: unknown): false => {
    labFailed(appError('lab.failed', `The lab could not be opened: ${String(error)}`));
    return false;
  };

  /**
   * The lab's servers are others each time: their inventory and tokens take the place of the last ones.
   * @returns whether they are there
   */
  const startLabServers = async (request: LabRequest): Promise<boolean> => {
    const started = await startLab(request, labFailed);
    if (!started.ok) {
      labFailed(started.error);
      return false;
    }
    lab = started.value;
    const storing = (stored: number) => labStatus.become({ ...startingWith(request), step: 'tokens', stored });
    storing(0);
    const adopted = closed ? null : await adoptLab(ports, lab, storing);
    if (adopted && !adopted.ok) labFailed(adopted.error);
    if (closed) await lab.stop();
    if (closed || !adopted?.ok) return false;
    const before = held.services;
    kept.push(...before.notices());
    held = await reopen();
    holder.replace(held);
    labStatus.become({ state: 'running' });
    await before.close();
    return true;
  };
  const begin = async (): Promise<void> => {
    const there = options.lab === null || (await startLabServers(options.lab).catch(labBroke));
    // Without its servers the lab shows what was last known of them.
    if (!there || closed) return;
    await held.load();
    held.services.fleet.start();
  };

  return ok({
    folder,
    lab: options.lab !== null,
    known: inventory.state === 'ok' && inventory.data.servers.length > 0,
    start: () => (starting ??= begin()),
    labStatus,
    async restartLab() {
      if (options.lab === null || labStatus.now.state !== 'failed') return;
      labStatus.become(startingWith(options.lab));
      // Whoever starts it again has seen to the keychain, or wants to be asked.
      ports.secrets.askAgain?.();
      await starting;
      await lab?.stop();
      lab = null;
      starting = begin();
      await starting;
    },
    notices: () => toldOnce([...kept, ...held.services.notices()]),
    keychain: async () => await ports.secrets.state(),
    get stuck() {
      return ports.secrets.waiting;
    },
    async close() {
      closed = true;
      await held.services.close();
      await lab?.stop();
      await release();
    },
  });
}

/** Of one file one notice, the first: a lab reads the files of its profile again once its servers are there. */
function toldOnce(notices: readonly Notice[]): Notice[] {
  return notices.filter(({ file }, index) => notices.findIndex((other) => other.file === file) === index || !file);
}

function startingWith({ servers }: LabRequest): Extract<LabState, { readonly state: 'starting' }> {
  return { state: 'starting', servers, step: 'servers', stored: 0 };
}
