import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFileLog, type FileLog, type FileLogOptions } from './index.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nameward-log-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});
const written = async () => await readFile(join(directory, 'nameward.log'), 'utf8');
const opened = async (options: FileLogOptions): Promise<FileLog> => {
  const log = createFileLog(options);
  await log.begin();
  return log;
};

describe('the log file', () => {
  it('holds a line a message with its level and fields, for its owner only', async () => {
    const log = await opened({ directory });
    log.info('Started', { version: '0.1.0' });
    log.warn('A page crashed', { times: 2, last: null });
    const lines = (await written()).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+Z info {2}Started \{"version":"0\.1\.0"\}$/);
    expect(lines[1]).toMatch(/ warn {2}A page crashed \{"times":2,"last":null\}$/);
    expect((await stat(join(directory, 'nameward.log'))).mode & 0o777).toBe(0o600);
  });

  it('keeps what was logged before it began, in its order and with its times', async () => {
    const log = createFileLog({ directory });
    log.info('First');
    log.warn('Second');
    const before = new Date().toISOString();
    expect(await readdir(directory)).toEqual([]);
    await log.begin();
    log.info('Third');
    const lines = (await written()).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['First', 'Second', 'Third']);
    expect((lines[1] ?? '').slice(0, before.length) <= before).toBe(true);
  });

  it('begins by itself with the first error', async () => {
    const log = createFileLog({ directory });
    log.info('First');
    log.error('Second');
    await vi.waitFor(async () => expect(await written()).toContain('Second'));
    expect(await written()).toContain('First');
  });

  it('never holds a sentinel secret, whatever field it slipped into', async () => {
    const sentinel = 'S3NT1N3LT0K3NS3NT1N3LT0K3NS3NT1N';
    expect(sentinel).toHaveLength(32);
    const log = await opened({ directory });
    log.error('Failed', {
      token: sentinel,
      apiToken: `x-${sentinel}`,
      Authorization: sentinel,
      header: `Authorization: whm root:${sentinel}`,
      url: `https://h:2087/cpsess1234567890/x?api_token=${sentinel}`,
      json: JSON.stringify({ pass: sentinel }),
      alone: sentinel,
      stack: `Error: ${sentinel}\n    at token=${sentinel}`,
    });
    const text = await written();
    expect(text).not.toContain(sentinel);
    expect(text).not.toContain('cpsess1234567890');
  });

  it('shows control characters of hostile text and keeps one line a message', async () => {
    (await opened({ directory })).warn('Refused', { host: 'a\u001b[31mb\r\nc\u202e' });
    const text = await written();
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toMatch(/[\u001b\r\u202e]/);
  });

  it('rotates and bounds what it keeps', async () => {
    const log = await opened({ directory, maximalBytes: 2000 });
    for (let i = 0; i < 100; i += 1) log.info('Something of some length happened', { i });
    expect((await readdir(directory)).toSorted()).toEqual(['nameward.log', 'nameward.old.log']);
    expect((await written()).length).toBeLessThan(2200);
  });
});
