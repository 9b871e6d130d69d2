import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import type { FleetEvent, ServerState } from '#simulator/model.ts';
import { answerLines, requestLines } from './debug-lines.ts';
import { ensureLog, rotateLog, sleepWhenIdle, writeLog } from './index.ts';
import { loggerLine, warningLines } from './line.ts';

const directory = mkdtempSync(`${tmpdir()}/nameward-log-`);
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const START = Date.UTC(2026, 10, 21, 3, 4, 5);
let made = 0;
function lab() {
  made += 1;
  const dnsadminLogFile = `${directory}/server${String(made)}/dnsadmin_log`;
  const server = { id: 'web1', utcOffsetMinutes: -330, dnsadminLogFile, files: new Map() } as unknown as ServerState;
  const clock = { at: START };
  const events: FleetEvent[] = [];
  const fleet = { now: () => clock.at, emit: (event: FleetEvent) => void events.push(event) };
  const text = (suffix = '') => readFileSync(`${dnsadminLogFile}${suffix}`, 'utf8');
  return { server, fleet, clock, events, text };
}

describe('lines', () => {
  const { server } = lab();

  it("carry the server's own time and offset", () => {
    expect(loggerLine(server, START, 'info', 'Hot restart of dnsadmin')).toBe(
      '[2026-11-20 21:34:05 -0530] info [dnsadmin] Hot restart of dnsadmin',
    );
    expect(loggerLine({ ...server, utcOffsetMinutes: 0 }, START, 'warn', 'x')).toBe(
      '[2026-11-21 03:04:05 +0000] warn [dnsadmin] x',
    );
  });

  it('of a warning are followed by its backtrace', () => {
    const [first, ...calls] = warningLines(server, START, 'Unable', 'Cpanel/X.pm');
    expect(first).toMatch(/^\[.*\] warn \[dnsadmin\] Unable at \/usr\/local\/cpanel\/Cpanel\/X\.pm line \d+\.$/);
    for (const call of calls) expect(call).toMatch(/^\t[\w:]+\(\) called at \/usr\/local\/cpanel\/\S+ line \d+$/);
  });

  it('of the debug mode hold form data, token and uniqid', () => {
    const lines = [
      ...requestLines({
        method: 'POST',
        path: '/scripts2/savezone_local',
        data: 'zone=a.example&dnsuniqid=U_1',
        address: '192.0.2.1',
        user: 'root',
        token: 'SECRET',
      }),
      ...answerLines(12),
    ];
    for (const line of lines) expect(line).toMatch(/^debug: /);
    expect(lines.join('\n')).toContain('Authorization: whm root:SECRET');
    expect(lines).toContain('debug: URL: https://192.0.2.1:2087/scripts2/savezone_local');
    expect(lines.join('\n')).toContain('zone=a.example&dnsuniqid=U_1');
  });
});

describe('the log', () => {
  it('is made at the first line, for its owner only, and is there at once', () => {
    const { server, fleet, text, events } = lab();
    writeLog(server, fleet, ['one', 'two']);
    expect(text()).toMatch(/^\[.*\] info \[dnsadmin\] Hot restart of dnsadmin\ndnsadmin 4\.0 entering server mode\n/);
    expect(text()).toMatch(/\none\ntwo\n$/);
    expect(statSync(server.dnsadminLogFile).mode & 0o777).toBe(0o600);
    expect(events.at(-1)).toMatchObject({ kind: 'log-written', server: 'web1', line: 'two' });
  });

  it('is rotated on demand and when it has grown', () => {
    const { server, fleet, text } = lab();
    writeLog(server, fleet, ['before']);
    rotateLog(server, fleet);
    writeLog(server, fleet, ['after']);
    expect(text()).toBe('after\n');
    expect(text('.1')).toContain('before\n');
    const big = 'x'.repeat(1024 * 1024);
    for (let at = 0; at < 12; at += 1) writeLog(server, fleet, [big]);
    expect(statSync(server.dnsadminLogFile).size).toBeLessThan(6 * 1024 * 1024);
  });

  it('tells of a daemon that sleeps after five idle minutes and wakes', () => {
    const { server, fleet, clock, text } = lab();
    ensureLog(server, fleet);
    clock.at += 299_000;
    sleepWhenIdle([server], fleet);
    expect(text()).not.toContain('dormant mode');
    clock.at += 1000;
    sleepWhenIdle([server], fleet);
    sleepWhenIdle([server], fleet);
    expect(text().match(/Switching dnsadmin to dormant mode: inactive for 5 minutes\n/g)).toHaveLength(1);
    writeLog(server, fleet, ['awake']);
    expect(text()).toMatch(
      /Recovering from dormant or doing hot restart listen fd=3\n.*Accepted connection on fd=5\nawake\n$/,
    );
  });
});
