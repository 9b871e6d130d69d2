/**
 * The dnsadmin of every server: passes zone changes on over the servers' real HTTPS, counts failures, polls members
 * (`whm-protocol 4` to `6`).
 */
import { sleepWhenIdle, writeLog } from '#simulator/log/index.ts';
import { loggerLine } from '#simulator/log/line.ts';
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { ClusterEngine, FleetContext } from '#simulator/seams.ts';
import { nextSerial } from '#simulator/zone/serial.ts';
import { stampZone } from '#simulator/zone/header.ts';
import { serialOf, withSerial } from '#simulator/zone/zone-file.ts';
import { applyCommand, isZoneName, type Applied } from './apply.ts';
import { isZoneOnMembers } from './exists.ts';
import { findMember, membersOf, writingMembers } from './members.ts';
import { overwriteMemberFiles } from './stored-files.ts';
import { pollMember } from './poll.ts';
import { enqueue, runQueue } from './queue.ts';
import { recordResult } from './results.ts';
import { sendCommand } from './send.ts';
import { synchronize } from './synchronize.ts';
import { createTaskQueue } from './tasks.ts';
import { startTrickle } from './trickle.ts';
import { refreshTrustedAddresses } from './trusted-addresses.ts';
import { makeUniqid } from './uniqid.ts';

/** The queue's quarter of an hour, a lab's minute. */
const QUEUE_INTERVAL_MS = 60_000;
const IDLE_CHECK_MS = 10_000;
/** How many requests a server remembers in order to notice a repeated one. */
const REMEMBERED = 512;

/**
 * Makes the engine of a fleet. Nothing happens by itself before `start`, but changes are pushed from the beginning.
 * @param servers all servers by id
 */
// oxlint-disable-next-line max-lines-per-function -- one engine: pushes, polls and queue share the fleet
export function createClusterEngine(fleet: FleetContext, servers: ReadonlyMap<string, ServerState>): ClusterEngine {
  const work = new Set<Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  const polls = new Map<string, NodeJS.Timeout>();
  const delayed = new Set<NodeJS.Timeout>();
  /** The last push to each member: changes reach it in their order. */
  const lines = new Map<string, Promise<unknown>>();
  const runs = new Map<ServerState, Promise<void>>();
  const seen = new WeakMap<ServerState, Set<string>>();
  let endTrickle: () => void = () => undefined;
  let stopped = false;

  /** Remembers work for `stop`; how it ends is its caller's business. */
  const track = <T>(promise: Promise<T>): Promise<T> => {
    const settled = promise.then(
      () => undefined,
      () => undefined,
    );
    work.add(settled);
    void settled.then(() => work.delete(settled));
    return promise;
  };

  const attempt = async (server: ServerState, entry: MemberEntry, command: PeerCommand): Promise<boolean> => {
    const answer = await sendCommand(server, entry, command, fleet);
    recordResult(server, entry, answer.ok, fleet);
    for (const { name } of command.zones) {
      const event = { zone: name, to: entry.address, ok: answer.ok, uniqid: command.uniqid };
      fleet.emit({ kind: 'zone-pushed', at: fleet.now(), server: server.id, ...event });
    }
    if (!answer.ok && answer.recoverable) enqueue(server, entry, command, fleet);
    return answer.ok;
  };

  const deliver = async (server: ServerState, entry: MemberEntry, command: PeerCommand): Promise<void> => {
    if (entry.down) enqueue(server, entry, command, fleet);
    else await attempt(server, entry, command);
  };

  /** Sends a command to every writing member that has not had it, side by side. */
  const push = async (server: ServerState, command: PeerCommand, user = 'root'): Promise<void> => {
    const members = writingMembers(server, user).filter(
      (entry) => entry.module === 'cPanel' && !command.hostsSeen.includes(entry.host),
    );
    if (stopped || members.length === 0) return;
    const onward = { ...command, hostsSeen: [...command.hostsSeen, server.hostname] };
    const names = command.zones.map((zone) => zone.name).join(',');
    verbose(server, `Syncing ${names}`);
    await Promise.all(
      members.map((entry) => {
        const go = (): Promise<void> => deliver(server, entry, onward);
        const line = `${server.id} ${entry.address}`;
        const next = (lines.get(line) ?? Promise.resolve()).then(go, go);
        lines.set(line, next);
        return next;
      }),
    );
    verbose(server, `${String(command.zones.length)} zones synced.`);
  };

  const verbose = (server: ServerState, text: string): void => {
    if (!server.dnsadminVerboseSync) return;
    const line = `Cpanel::DnsUtils::Sync::_sync_zones: ${text}`;
    writeLog(server, fleet, [loggerLine(server, fleet.now(), 'info', line)]);
  };

  const announce = (server: ServerState, applied: Applied): void => {
    for (const { name, serial } of applied.changed) {
      if (serial !== null) fleet.emit({ kind: 'zone-changed', at: fleet.now(), server: server.id, zone: name, serial });
    }
  };

  /** A change made on this server itself. */
  const originate = async (
    server: ServerState,
    action: PeerCommand['action'],
    name: string,
    text: string,
  ): Promise<void> => {
    const { hostname, version, variants } = server;
    const stamp = { form: variants.zoneHeader, hostname, version, at: fleet.now() };
    const stamped = text === '' ? text : stampZone(text, name, stamp);
    const command = { action, zones: [{ name, text: stamped }], uniqid: makeUniqid(fleet), hostsSeen: [] };
    announce(server, applyCommand(server, command));
    await track(push(server, command, server.zoneOwners.get(name) ?? 'root'));
  };

  const isRepeated = (server: ServerState, command: PeerCommand): boolean => {
    if (command.uniqid === '') return false;
    const known = seen.get(server) ?? new Set<string>();
    seen.set(server, known);
    const key = `${command.uniqid} ${command.action} ${command.zones.map((zone) => zone.name).join(',')}`;
    if (known.has(key)) return true;
    known.add(key);
    const [oldest] = known;
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return false;
  };

  /** One run at a time: two would send everything twice. */
  const runQueueOf = (server: ServerState): Promise<void> => {
    const running = runs.get(server);
    if (running !== undefined) return running;
    const run = runQueue(server, (entry, command) => attempt(server, entry, command), fleet);
    runs.set(server, run);
    void track(run.finally(() => runs.delete(server)));
    return run;
  };

  const tasks = createTaskQueue(fleet, track);

  const poll: ClusterEngine['pollMember'] = async (server, address, user = 'root') => {
    const entry = findMember(server, user, address);
    if (entry === undefined) throw new Error(`No such cluster member '${address}' configured for user '${user}'.`);
    if (server.variants.polls === 'remembered' && entry.state !== null) return entry.state;
    const found = await track(pollMember(server, entry, fleet));
    overwriteMemberFiles(server, user, address, ['-state.json']);
    const stored = membersOf(server, user).get(address) ?? server.cluster.members.get(address);
    if (stored !== undefined) stored.state = found;
    fleet.emit({ kind: 'member-polled', at: fleet.now(), server: server.id, member: address, error: found.error });
    return found;
  };

  const changeZone: ClusterEngine['changeZone'] = async (server, name, newText) => {
    const zone = server.zones.get(name);
    if (zone === undefined) throw new Error(`${server.id} has no zone ${name}`);
    const text = newText ?? withSerial(zone.text, nextSerial(zone.serial, fleet.now()));
    if (serialOf(text) === null) throw new Error('the new text has no SOA record');
    await originate(server, 'savezone', name, text);
  };

  const every = (milliseconds: number, act: () => void): void => {
    const timer = setInterval(act, milliseconds);
    timer.unref();
    timers.add(timer);
  };

  const later = (milliseconds: number, act: () => Promise<unknown>): void => {
    const timer = setTimeout(() => {
      delayed.delete(timer);
      void act().catch(() => undefined);
    }, milliseconds);
    timer.unref();
    delayed.add(timer);
  };

  return {
    start({ trickle, queueIntervalMs = QUEUE_INTERVAL_MS }) {
      every(queueIntervalMs, () => {
        for (const server of servers.values()) {
          if (!server.down && server.cluster.queue.length > 0) void runQueueOf(server);
        }
      });
      every(IDLE_CHECK_MS, () => {
        sleepWhenIdle(servers.values(), fleet);
      });
      if (trickle) endTrickle = startTrickle(fleet, servers, changeZone);
    },

    async stop() {
      stopped = true;
      endTrickle();
      tasks.stop();
      for (const timer of timers) clearInterval(timer);
      for (const timer of [...polls.values(), ...delayed]) clearTimeout(timer);
      while (work.size > 0) await Promise.allSettled(work);
    },

    changeZone,

    isZoneOnMembers: (server, zone, user) => track(isZoneOnMembers(server, zone, user, fleet)),

    async addZone(server, name, text) {
      if (server.zones.has(name)) throw new Error(`${server.id} has a zone ${name} already`);
      if (!isZoneName(name) || serialOf(text) === null) throw new Error(`${name} is not a zone`);
      await originate(server, 'quickzoneadd', name, text);
    },

    async removeZone(server, name) {
      if (!server.zones.has(name)) throw new Error(`${server.id} has no zone ${name}`);
      await originate(server, 'removezone', name, '');
    },

    receive(server, command, user = 'root') {
      if (isRepeated(server, command)) {
        const text = `dnsadmin ended prematurely because it detected a duplicate dnsuniqid request for “${command.uniqid}”.`;
        writeLog(server, fleet, [text]);
        return `${text}\n`;
      }
      const applied = applyCommand(server, command);
      announce(server, applied);
      for (const zone of applied.skipped) {
        const text = `Unable to save zone ${zone}: the nameserver does not load it.`;
        writeLog(server, fleet, [loggerLine(server, fleet.now(), 'warn', text)]);
      }
      if (command.action === 'synczones') {
        verbose(server, `Syncing ${command.zones.map((zone) => zone.name).join(',')}`);
        verbose(server, `${String(applied.changed.length)} zones synced.`);
      }
      // A reload is every server's own; the zones of it have been passed on with the change.
      if (command.action !== 'reloadzones' && applied.changed.length > 0) void track(push(server, command, user));
      return applied.text;
    },

    runQueue: runQueueOf,

    synchronize: (server, what) => {
      const { effect, lateMs } = server.variants.synchronization;
      const now = (): ReturnType<typeof synchronize> =>
        track(synchronize(server, what, (command) => push(server, command, what.user), fleet));
      if (effect === 'usual' && lateMs === 0) return now();
      // The answer is that of a synchronization; what it says has not happened yet, or never does.
      if (effect === 'usual') later(lateMs, now);
      return Promise.resolve({ zones: what.zones ?? [...server.zones.keys()], taken: [], dead: [] });
    },

    queueTask: (server, task, run) => {
      tasks.add(server, task, run);
    },

    refreshTrustedAddresses: (server) => track(refreshTrustedAddresses(server, fleet)),

    pollMember: poll,

    schedulePoll(server, address, delayMs, user = 'root') {
      const key = `${server.id} ${user} ${address}`;
      if (stopped || polls.has(key)) return;
      const timer = setTimeout(() => {
        polls.delete(key);
        // The member may have been removed, and a server that is down does nothing.
        if (findMember(server, user, address) !== undefined && !server.down) void poll(server, address, user);
      }, delayMs);
      timer.unref();
      polls.set(key, timer);
    },
  };
}
