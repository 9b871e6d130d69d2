import { describe, expect, it } from 'vitest';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { LogBuffer } from './log-buffer.ts';

const now = 1_700_000_000_000;

function line(message: string, at: number | null, more: Partial<LogLine> = {}): LogLine {
  return { server: 's1', at, level: 'info', source: 'dnsadmin', message, uniqid: null, continuation: false, ...more };
}

function messages(buffer: LogBuffer): readonly string[] {
  return buffer.visible.map((entry) => entry.line.message);
}

describe('log buffer', () => {
  it('shows nothing before the frame', () => {
    const buffer = new LogBuffer();
    buffer.add(line('a', now), now);
    expect(buffer.visible).toHaveLength(0);
    expect(buffer.flush()).toBe(true);
    expect(buffer.flush()).toBe(false);
    expect(messages(buffer)).toEqual(['a']);
  });

  it('puts the past of a second server among the lines of the first', () => {
    const buffer = new LogBuffer();
    for (const at of [1, 3, 5]) buffer.add(line(`one ${at}`, now + at), now);
    buffer.flush();
    for (const at of [0, 2, 3, 6]) buffer.add(line(`two ${at}`, now + at, { server: 's2' }), now);
    buffer.flush();
    expect(messages(buffer)).toEqual(['two 0', 'one 1', 'two 2', 'one 3', 'two 3', 'one 5', 'two 6']);
  });

  it('keeps bare lines behind the line they belong to', () => {
    const buffer = new LogBuffer();
    buffer.add(line('warning', now + 1), now);
    buffer.add(line('  at Perl line 1', null, { continuation: true }), now);
    buffer.add(line('other', now + 2, { server: 's2' }), now);
    buffer.add(line('  at Perl line 2', null, { continuation: true }), now);
    buffer.flush();
    expect(messages(buffer)).toEqual(['warning', '  at Perl line 1', '  at Perl line 2', 'other']);
  });

  it('lets the oldest go and tells how many of the visible ones', () => {
    const buffer = new LogBuffer(100);
    buffer.setFilter({ text: 'even', levels: new Set() });
    for (let index = 0; index < 1_000; index += 1) {
      buffer.add(line(`${index % 2 === 0 ? 'even' : 'odd'} ${index}`, now + index), now);
      if (index % 10 === 9) buffer.flush();
    }
    expect(buffer.size).toBeLessThanOrEqual(125);
    expect(buffer.dropped + buffer.visible.length).toBe(500);
    expect(messages(buffer).at(-1)).toBe('even 998');
  });

  it('filters by text as text, by level, and by dnsuniqid', () => {
    const buffer = new LogBuffer();
    buffer.add(line('saved (a.example)', now), now);
    buffer.add(line('trouble', now + 1, { level: 'warn', uniqid: 'abcDEF_17' }), now);
    buffer.flush();
    buffer.setFilter({ text: '(A.', levels: new Set() });
    expect(messages(buffer)).toEqual(['saved (a.example)']);
    buffer.setFilter({ text: 'abcdef_17', levels: new Set() });
    expect(messages(buffer)).toEqual(['trouble']);
    buffer.setFilter({ text: '', levels: new Set(['warn', 'die']) });
    expect(messages(buffer)).toEqual(['trouble']);
    buffer.setFilter({ text: '', levels: new Set() });
    expect(messages(buffer)).toHaveLength(2);
  });

  it('stays bounded in a flood', () => {
    const buffer = new LogBuffer();
    for (let index = 0; index < 200_000; index += 1) {
      buffer.add(line('Syncing zones of the cluster', now + index), now);
      if (index % 1_000 === 999) buffer.flush();
    }
    expect(buffer.size).toBeLessThanOrEqual(62_500);
  });

  const own = (buffer: LogBuffer, server: string) =>
    buffer.visible.filter((entry) => entry.line.server === server).length;

  it.each([
    ['of the year 2999', Date.UTC(2999, 0, 1)],
    ['of now', null],
  ])('keeps the lines of the others while one server floods with lines %s', (_when, at) => {
    const buffer = new LogBuffer(10_000);
    for (let index = 0; index < 1_000; index += 1)
      buffer.add(line(`good ${index}`, now + index, { server: 'good' }), now + index);
    buffer.flush();
    for (let index = 0; index < 70_000; index += 1) {
      buffer.add(line(`flood ${index}`, at, { server: 'bad' }), now + 1_000 + index);
      if (index % 500 === 0) buffer.flush();
    }
    buffer.add(line('newest', now + 80_000, { server: 'good' }), now + 80_000);
    buffer.flush();
    expect(own(buffer, 'good')).toBe(1_001);
    expect(messages(buffer).at(-1)).toBe('newest');
    expect(buffer.size).toBeLessThanOrEqual(12_500);
  });

  it('shares the room by what lines take: long ones of one server drive out no short ones of another', () => {
    const buffer = new LogBuffer(50_000, 1024 * 1024);
    for (let index = 0; index < 500; index += 1) buffer.add(line('short', now, { server: 'good' }), now);
    for (let index = 0; index < 5_000; index += 1) {
      buffer.add(line('x'.repeat(4_000), now, { server: 'bad' }), now);
      if (index % 50 === 0) buffer.flush();
    }
    buffer.flush();
    expect(own(buffer, 'good')).toBe(500);
    expect(own(buffer, 'bad')).toBeGreaterThan(50);
    expect(own(buffer, 'bad') * 8_000).toBeLessThan(1024 * 1024 * 1.25);
  });

  it('keeps the order of a log whose clock is set back', () => {
    const buffer = new LogBuffer();
    for (const [text, at] of [
      ['one', 500],
      ['two', 100],
      ['three', 600],
    ] as const)
      buffer.add(line(text, now + at), now + 1_000);
    buffer.add(line('other', now + 550, { server: 's2' }), now + 1_000);
    buffer.flush();
    expect(messages(buffer)).toEqual(['one', 'two', 'other', 'three']);
  });

  it('shows what continues an entry with it, also when only its level is wanted', () => {
    const buffer = new LogBuffer();
    buffer.add(line('dead', now, { level: 'die' }), now);
    buffer.add(line('  main::run() called at x.pl', null, { level: 'unknown', continuation: true }), now);
    buffer.add(line('bare', null, { level: 'unknown' }), now);
    buffer.flush();
    buffer.setFilter({ text: '', levels: new Set(['die']) });
    expect(messages(buffer)).toEqual(['dead', '  main::run() called at x.pl']);
    buffer.setFilter({ text: '', levels: new Set(['unknown']) });
    expect(messages(buffer)).toEqual(['bare']);
    buffer.setFilter({ text: 'called at', levels: new Set() });
    expect(messages(buffer)).toEqual(['  main::run() called at x.pl']);
    buffer.setFilter({ text: 'dead', levels: new Set() });
    expect(messages(buffer)).toHaveLength(2);
  });
});
