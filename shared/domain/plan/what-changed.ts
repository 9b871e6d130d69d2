import { sameData } from '#shared/domain/topology/delta.ts';
import type { MemberConfiguration, MemberTable, ServerConfiguration } from './configuration.ts';

/** What is another way on a server than it was, in sentences' parts: for steps whose own effect is not there. */

const settings: Readonly<Record<Exclude<keyof ServerConfiguration, 'members'>, string>> = {
  clustering: 'DNS clustering',
  threshold: 'the failure threshold',
  notify: 'the notification',
  nameserver: 'the nameserver software',
  monitored: 'the monitoring of named',
  logLevel: 'the log level',
  verboseSync: 'the verbose synchronization',
  trusted: 'the trusted addresses',
  unique: 'unique DNS clustering',
};

/** WHM disables members by itself, so that a flag tells nothing of a step. */
const fields: Readonly<Partial<Record<keyof MemberConfiguration, string>>> = {
  hostname: 'host name',
  user: 'user',
  module: 'module',
  role: 'DNS role',
  debug: 'debug mode',
  nsConfig: 'ns_config',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function entryName({ address, hostname }: MemberConfiguration): string {
  return hostname === null || hostname === address ? address : `${address} (${hostname})`;
}

function entryChanges(before: MemberConfiguration, now: MemberConfiguration): readonly string[] {
  return (Object.keys(fields) as (keyof MemberConfiguration)[])
    .filter((field) => before[field] !== null && now[field] !== null && before[field] !== now[field])
    .map(
      (field) =>
        `the ${fields[field]} of the entry ${entryName(now)}: ${text(before[field])} is ${text(now[field])} now`,
    );
}

function tableChanges(as: string, before: MemberTable, now: MemberTable): readonly string[] {
  const of = as === 'root' ? '' : ` of the reseller ${as}`;
  return [
    ...Object.values(now).flatMap((entry) => {
      const old = before[entry.address];
      return old ? entryChanges(old, entry) : [`a new entry${of}: ${entryName(entry)}`];
    }),
    ...Object.values(before)
      .filter(({ address }) => !Object.hasOwn(now, address))
      .map((entry) => `the entry${of} ${entryName(entry)} is gone`),
  ];
}

/** @returns what is known on both sides and differs; empty: nothing */
export function whatChanged(before: ServerConfiguration, now: ServerConfiguration): readonly string[] {
  const named = (Object.keys(settings) as (keyof typeof settings)[])
    .filter((field) => before[field] !== null && now[field] !== null && !sameData(before[field], now[field]))
    .map((field) => `${settings[field]}: ${text(before[field])} is ${text(now[field])} now`);
  const listed = Object.entries(now.members).flatMap(([as, table]) => {
    const old = before.members[as];
    return table && old ? tableChanges(as, old, table) : [];
  });
  return [...named, ...listed];
}
