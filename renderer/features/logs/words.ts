import type { LogLine } from '#shared/domain/logs/line.ts';

/** One word for each level, as wide as the column. */
export const levelWords: Readonly<Record<LogLine['level'], string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  die: 'die',
  unknown: '',
};

export const levels: readonly LogLine['level'][] = ['debug', 'info', 'warn', 'die', 'unknown'];

function two(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}

/** @param at epoch ms @returns local time of day, `13:07:59`: the day stands in the copied text */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A line as it is copied: ISO time, server, level, message. */
export function lineText(line: LogLine, server: string): string {
  const at = line.at === null ? '-' : new Date(line.at).toISOString();
  return `${at}\t${server}\t${line.level}\t${line.message}`;
}

/** A letter per server, so that its lines are told apart without colour: A to Z, then AA … */
export function serverTags(servers: readonly string[]): ReadonlyMap<string, string> {
  return new Map(servers.map((server, index) => [server, tagAt(index)]));
}

function tagAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${tagAt(Math.floor(index / 26) - 1)}${letter}`;
}

/** Cuts a message where the dnsuniqid stands, so that it can be shown apart. */
export function splitAtUniqid(message: string, uniqid: string | null): readonly [string, string, string] {
  const index = uniqid === null || uniqid === '' ? -1 : message.indexOf(uniqid);
  if (index < 0 || uniqid === null) return [message, '', ''];
  return [message.slice(0, index), uniqid, message.slice(index + uniqid.length)];
}
