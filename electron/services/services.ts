import type { Contract, OutputOf, ParsedInputOf } from '#shared/contract/index.ts';
import type { Notice } from '#shared/contract/app.ts';
import type { VaultState } from '#shared/contract/vault.ts';
import type { FleetEvent } from '#shared/contract/fleet.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { AppError, Result } from '#shared/errors/index.ts';
import type { FleetMemory } from '#shared/schema/fleet/index.ts';
import type { Inventory } from '#shared/schema/inventory/index.ts';
import type { PendingData } from '#shared/schema/pending/index.ts';
import type { SettingsData } from '#shared/schema/settings/index.ts';
import type { ChangeConnector, PlanArchive } from './change-ports.ts';
import type { Clock, DocumentStore, Log, PassphraseVerifier, SecretStore, WhmConnector } from './ports.ts';

/** What the services are built on; the window, the command line and the tests each bring their own. */
export interface ServicePorts {
  readonly connector: WhmConnector & ChangeConnector;
  readonly secrets: SecretStore;
  readonly passphrases: PassphraseVerifier;
  readonly documents: {
    readonly inventory: DocumentStore<Inventory>;
    readonly settings: DocumentStore<SettingsData>;
    readonly fleet: DocumentStore<FleetMemory>;
    readonly pending: DocumentStore<PendingData>;
  };
  /** Where plans and their journals are kept. */
  readonly plans: PlanArchive;
  readonly clock: Clock;
  readonly log: Log;
  /** For the jitter of polling: [0, 1). */
  random(): number;
}

type Call<K extends keyof Contract> = (input: ParsedInputOf<K>) => Promise<Result<OutputOf<K>>>;

/** Receives a tail of logs. Nothing comes after `end`. */
export interface LogSink {
  item(item: LogItem): void;
  /** Null: closed by us, or every server's tail has ended (each said why by an item). */
  end(error: AppError | null): void;
}

export interface LogTail {
  /** Stops reading the sockets, so that TCP pushes back on the servers. */
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * The use cases, one group per feature of the contract. Inputs are already checked; nothing throws for what is
 * expected.
 */
export interface Services {
  readonly servers: {
    readonly list: Call<'servers.list'>;
    readonly inspectCertificate: Call<'servers.inspectCertificate'>;
    readonly add: Call<'servers.add'>;
    readonly edit: Call<'servers.edit'>;
    readonly remove: Call<'servers.remove'>;
    readonly retry: Call<'servers.retry'>;
  };
  readonly fleet: {
    /** Begins polling; what was last known is there before. */
    start(): void;
    /** Stops polling; rounds under way are cancelled. */
    stop(): void;
    /** The listener gets a snapshot at once, then deltas. @returns the function that ends it */
    watch(listener: (event: FleetEvent) => void): () => void;
    readonly refresh: Call<'fleet.refresh'>;
    /** A hidden window makes polling four times as wide. */
    setWindowHidden(hidden: boolean): void;
  };
  readonly plans: {
    readonly preview: Call<'plans.preview'>;
    readonly expand: Call<'plans.expand'>;
    readonly pending: Call<'plans.pending'>;
    readonly keepPending: Call<'plans.keepPending'>;
    /** Returns once the plan has begun, or why it does not; what becomes of it is told by `watch`. */
    readonly apply: Call<'plans.apply'>;
    readonly stop: Call<'plans.stop'>;
    readonly resume: Call<'plans.resume'>;
    readonly undo: Call<'plans.undo'>;
    readonly report: Call<'plans.report'>;
    readonly settings: Call<'plans.settings'>;
    readonly members: Call<'plans.members'>;
    /** The plan that this process carries out now; null: none. */
    underWay(): PlanRun | null;
    readonly holdToken: Call<'plans.holdToken'>;
    /**
     * The listener gets all plans at once, then all again after every change, the newest first.
     * @returns the function that ends it
     */
    watch(listener: (runs: PlanRun[]) => void): () => void;
  };
  readonly logs: {
    tail(input: ParsedInputOf<'logs.tail'>, sink: LogSink): LogTail;
  };
  readonly vault: {
    state(): Promise<VaultState>;
    /** The listener gets the state soon, then every change of it. @returns the function that ends it */
    watch(listener: (state: VaultState) => void): () => void;
    locked(): boolean;
    /** Called after the vault was locked (true) or unlocked. @returns the function that ends it */
    onLock(listener: (locked: boolean) => void): () => void;
    readonly lock: Call<'vault.lock'>;
    readonly unlock: Call<'vault.unlock'>;
    readonly setPassphrase: Call<'vault.setPassphrase'>;
    readonly touch: Call<'vault.touch'>;
  };
  readonly settings: {
    readonly read: Call<'settings.read'>;
    readonly write: Call<'settings.write'>;
  };
  /** What went wrong with the profile's files, for the user to be told. */
  notices(): readonly Notice[];
  /** Ends polling and tails, writes what is still to be written, closes the connections. */
  close(): Promise<void>;
}
