import { appError, err, failure, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import type { FleetObserver } from '#electron/services/fleet/observer.ts';
import type { WhmClient } from '#electron/services/ports.ts';
import { addressOf, unknownServer, type InventoryKeeper } from '#electron/services/servers/inventory.ts';
import type { LogSink, LogTail, ServicePorts, Services } from '#electron/services/services.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import { startServerTail, type ServerTail } from './server-tail.ts';

/** Tails of dnsadmin_log, several servers in one stream. */
export interface LogsService {
  readonly tail: Services['logs']['tail'];
  /** Ends every tail. */
  close(error: AppError | null): void;
}

export function createLogsService(
  ports: ServicePorts,
  inventory: InventoryKeeper,
  vault: Vault,
  fleet: FleetObserver,
): LogsService {
  const open = new Set<{ close(error: AppError | null): void }>();

  /** A client for one more connection, unless what is known of the server says that it would be in vain. */
  const connect = async (id: string): Promise<Result<WhmClient>> => {
    const server = inventory.find(id);
    if (!server) return err(unknownServer(id));
    const { contact, channels } = fleet.observation(id);
    if (contact.state === 'suspended') {
      return failure(
        'whm.unsupported',
        `Nothing is sent to this server until you act: ${contact.failure?.message ?? 'it was refused'}`,
      );
    }
    if (channels.command.available === false) {
      return failure('whm.unsupported', channels.command.reason ?? 'The server does not run commands for Nameward.');
    }
    const token = await vault.token(id);
    return token.ok ? ok(ports.connector.client(addressOf(server), token.value)) : token;
  };

  const tail = (input: { servers: readonly string[]; lines: number }, sink: LogSink): LogTail => {
    const ids = [...new Set(input.servers)];
    const tails: ServerTail[] = [];
    let running = ids.length;
    let over = false;
    let closing: AppError | null = null;
    const end = (error: AppError | null): void => {
      if (over) return;
      over = true;
      open.delete(handle);
      sink.end(error);
    };
    const close = (error: AppError | null): void => {
      closing = error;
      for (const one of tails) one.close(error);
      end(error);
    };
    const handle = { close };
    open.add(handle);
    for (const id of ids) {
      tails.push(
        startServerTail({
          server: id,
          lines: input.lines,
          connect: () => connect(id),
          item: (item) => {
            if (!over) sink.item(item);
          },
          ended(error) {
            running -= 1;
            if (error && suspends(error)) fleet.refused(id, error);
            if (running === 0) end(closing);
          },
          random: () => ports.random(),
          now: () => ports.clock.now(),
        }),
      );
    }
    return {
      pause: () => tails.forEach((one) => one.pause()),
      resume: () => tails.forEach((one) => one.resume()),
      close: () => close(null),
    };
  };

  const closeAll = (error: AppError | null): void => {
    for (const one of open) one.close(error);
  };
  vault.onLock((locked) => {
    if (locked) closeAll(appError('vault.locked', 'The vault was locked.'));
  });
  return { tail, close: closeAll };
}
