import { lookUp } from '#shared/domain/table.ts';
import PQueue from 'p-queue';
import type { Change } from '#shared/domain/plan/change.ts';
import {
  memberConfiguration,
  type FleetConfiguration,
  type MemberTable,
  type ServerConfiguration,
} from '#shared/domain/plan/configuration.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import type { FleetObserver } from '#electron/services/fleet/observer.ts';
import type { ClusterReading, WhmClient, WhmConnector } from '#electron/services/ports.ts';
import { addressOf, unknownServer, type InventoryKeeper } from '#electron/services/servers/inventory.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import { completeEntries } from './entry-forms.ts';
import type { ChangeClient, ChangeConnector, SettingsReading } from '#electron/services/change-ports.ts';

/** Servers that plans talk to side by side. */
export const serversAtOnce = 16;

/** Both ways to one server, with its token, for as long as one thing takes. */
export interface ServerAccess {
  /** Whose token it is. */
  readonly user: string;
  readonly client: WhmClient;
  readonly changes: ChangeClient;
}

/** Everything that plans need of the other services. */
export interface PlanGround {
  readonly inventory: InventoryKeeper;
  readonly vault: Vault;
  readonly connector: WhmConnector & ChangeConnector;
  readonly fleet: FleetObserver;
}

/**
 * @returns `servers.unknown`, `vault.locked`, `keychain.*`, or that nothing is sent to the server until the user acts
 */
export async function openAccess(ground: PlanGround, id: string): Promise<Result<ServerAccess>> {
  const server = ground.inventory.find(id);
  if (!server) return err(unknownServer(id));
  const { contact } = ground.fleet.observation(id);
  if (contact.state === 'suspended') {
    const reason = contact.failure?.message ?? 'it was refused';
    return err(appError('plan.precondition', `Nothing is sent to ${server.name} until you act: ${reason}`));
  }
  const token = await ground.vault.token(id);
  if (!token.ok) return token;
  const address = addressOf(server);
  return ok({
    user: server.user,
    client: ground.connector.client(address, token.value),
    changes: ground.connector.changes(address, token.value),
  });
}

/** What has to be read of a server for the changes that touch it. */
interface Needs {
  /**
   * Cluster users whose lists are touched, that of the token's user always and first: root's, or the reseller's own.
   */
  readonly users: ReadonlySet<string>;
  readonly settings: boolean;
  readonly identity: boolean;
}

const settingKinds: ReadonlySet<Change['kind']> = new Set(['monitoring', 'unique', 'trusted', 'logging']);

function needsOf(changes: readonly Change[], user: string): Needs {
  return {
    users: new Set([user, ...changes.flatMap((change) => ('as' in change ? [change.as] : []))]),
    settings: changes.some((change) => settingKinds.has(change.kind)),
    identity: changes.some((change) => change.kind === 'software'),
  };
}

/** Fresh settings; a server that could not be read stands in `errors` and has unknown values. */
export interface FleetReading {
  readonly fleet: FleetConfiguration;
  readonly errors: ReadonlyMap<string, AppError>;
}

function tableOf({ members }: ClusterReading): MemberTable | null {
  if (members.partial) return null;
  // What is inherited stands in another user's list.
  const own = members.records.filter((record) => !record.inherited);
  return Object.fromEntries(own.map((record) => [record.address, memberConfiguration(record)]));
}

interface Parts {
  /** Root's. */
  readonly clustering: ClusterReading['clustering'];
  readonly members: ServerConfiguration['members'];
  readonly settings: SettingsReading | null;
  readonly nameserver: ServerConfiguration['nameserver'];
}

/**
 * Nothing of the last round of polling goes in: it may be renewed at any moment, and would look as if the fleet had
 * moved.
 */
function configurationOf({ clustering, members, settings, nameserver }: Parts): ServerConfiguration {
  return {
    clustering: clustering?.enabled ?? null,
    threshold: clustering?.threshold ?? null,
    notify: clustering?.notify ?? null,
    nameserver,
    monitored: settings?.monitored ?? null,
    logLevel: settings?.logLevel ?? null,
    verboseSync: settings?.verboseSync ?? null,
    members,
    trusted: settings?.trusted ?? null,
    unique: settings?.unique ?? null,
  };
}

/**
 * Reads one server as far as the changes need it, from the server itself.
 * @returns the first failure when something could not be read: half a reading is no ground to write on
 */
export async function readServer(
  { user: own, client, changes }: ServerAccess,
  touching: readonly Change[],
): Promise<Result<ServerConfiguration>> {
  const needs = needsOf(touching, own);
  const members: Record<string, MemberTable | null> = {};
  let clustering: Parts['clustering'] = null;
  for (const user of needs.users) {
    const read = await changes.readMembersAs(user);
    if (!read.ok) return read;
    if (user === own) ({ clustering } = read.value);
    const table = await completeEntries(changes, touching, user, tableOf(read.value));
    if (!table.ok) return table;
    members[user] = table.value;
  }
  let settings: SettingsReading | null = null;
  if (needs.settings) {
    const read = await changes.readSettings();
    if (!read.ok) return read;
    settings = read.value;
  }
  let nameserver: Parts['nameserver'] = null;
  if (needs.identity) {
    const read = await client.identity();
    if (!read.ok) return read;
    nameserver = read.value.nameserver;
  }
  return ok(configurationOf({ clustering, members, settings, nameserver }));
}

/** Reads every server that the changes touch, side by side. A refused token suspends its server as elsewhere. */
export async function readTouched(ground: PlanGround, changes: readonly Change[]): Promise<FleetReading> {
  const byServer = changesByServer(changes);
  const errors = new Map<string, AppError>();
  const fleet: Record<string, ServerConfiguration> = {};
  const queue = new PQueue({ concurrency: serversAtOnce });
  await queue.addAll(
    [...byServer].map(([id, touching]) => async () => {
      const access = await openAccess(ground, id);
      const read = access.ok ? await readServer(access.value, touching) : access;
      if (read.ok) {
        fleet[id] = read.value;
        return;
      }
      errors.set(id, read.error);
      if (access.ok && suspends(read.error)) ground.fleet.refused(id, read.error);
    }),
  );
  return { fleet: Object.fromEntries([...byServer.keys()].flatMap((id) => pairOf(id, lookUp(fleet, id)))), errors };
}

function pairOf<T>(id: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[id, value]];
}

export function changesByServer(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const byServer = new Map<string, Change[]>();
  for (const change of changes) {
    const others = byServer.get(change.server);
    if (others) others.push(change);
    else byServer.set(change.server, [change]);
  }
  return byServer;
}
