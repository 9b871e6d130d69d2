import { request as httpRequest } from 'node:http';
import type { EventPage, RecordedEvent } from '#simulator/events.ts';
import type { FaultRule } from '#simulator/model.ts';
import type { FleetSnapshot } from '#simulator/snapshot.ts';
import { controlPlace } from './place.ts';
import type { ControlBodies, ControlPath } from './requests.ts';

/** Longest single wait for events; a longer one asks again. */
const WAIT_MS = 20_000;

/**
 * The control of a lab that runs in another process. Every method rejects with the lab's own words, or with Node's
 * error when no lab runs there.
 */
export interface LabControl {
  state(): Promise<FleetSnapshot>;
  events(after: number, waitMs?: number): Promise<EventPage>;
  /** Rejects after `timeoutMs`; past events count when they came after `cursor`, only future ones when it is absent. */
  awaitEvent(predicate: (event: RecordedEvent) => boolean, timeoutMs: number, cursor?: number): Promise<RecordedEvent>;
  setFault(server: string, rule: FaultRule): Promise<void>;
  clearFaults(server?: string): Promise<void>;
  stopServer(server: string): Promise<void>;
  startServer(server: string): Promise<void>;
  changeZone(server: string, zone: string): Promise<void>;
  /** As the hands of the fleet, see there. */
  renumber(server: string, address: string): Promise<void>;
  rename(server: string, hostname: string): Promise<void>;
  recertify(server: string, by?: 'authority'): Promise<void>;
  revokeToken(server: string, name: string): Promise<void>;
  expireSessions(server: string): Promise<void>;
  /** @param member address of the member; `user` as in Fleet */
  pollMember(server: string, member: string, user?: string): Promise<void>;
  runQueue(server: string): Promise<void>;
  rotateLog(server: string): Promise<void>;
  refreshTrustedAddresses(server: string): Promise<void>;
}

/** @param directory the lab's folder, as in `ready DIR` */
export function labControl(directory: string): LabControl {
  const place = controlPlace(directory);
  const get = <Answer>(path: string) => ask(place, 'GET', path) as Promise<Answer>;
  const post = async <Path extends ControlPath>(path: Path, body: ControlBodies[Path]) => {
    await ask(place, 'POST', path, body);
  };
  const events = (after: number, waitMs = 0) => get<EventPage>(`/events?after=${after}&waitMs=${waitMs}`);
  return {
    state: () => get<FleetSnapshot>('/state'),
    events,
    async awaitEvent(predicate, timeoutMs, cursor) {
      const deadline = Date.now() + timeoutMs;
      let after = cursor ?? (await events(Number.MAX_SAFE_INTEGER)).cursor;
      for (;;) {
        const page = await events(after, Math.max(0, Math.min(WAIT_MS, deadline - Date.now())));
        const found = page.events.find(predicate);
        if (found !== undefined) return found;
        if (Date.now() >= deadline) throw new Error(`No such event within ${timeoutMs} ms.`);
        after = page.cursor;
      }
    },
    setFault: (server, rule) => post('/fault', { server, rule }),
    clearFaults: (server) => post('/clear-faults', server === undefined ? {} : { server }),
    stopServer: (server) => post('/stop-server', { server }),
    startServer: (server) => post('/start-server', { server }),
    changeZone: (server, zone) => post('/change-zone', { server, zone }),
    renumber: (server, address) => post('/renumber', { server, address }),
    rename: (server, hostname) => post('/rename', { server, hostname }),
    recertify: (server, by) => post('/recertify', by === undefined ? { server } : { server, by }),
    revokeToken: (server, name) => post('/revoke-token', { server, name }),
    expireSessions: (server) => post('/expire-sessions', { server }),
    pollMember: (server, member, user) =>
      post('/poll-member', user === undefined ? { server, member } : { server, member, user }),
    runQueue: (server) => post('/run-queue', { server }),
    rotateLog: (server) => post('/rotate-log', { server }),
    refreshTrustedAddresses: (server) => post('/refresh-trusted-addresses', { server }),
  };
}

function ask(place: string, method: string, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ socketPath: place, method, path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const parsed = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { error?: string };
        if (answer.statusCode === 200) resolve(parsed);
        else reject(new Error(parsed.error ?? `The lab answered ${answer.statusCode}.`));
      });
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
