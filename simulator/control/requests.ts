/** What may be asked over the control socket, read from a body that anybody could have written. */
import type { Fault, FaultRule } from '#simulator/model.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ControlBodies {
  readonly '/fault': { readonly server: string; readonly rule: FaultRule };
  /** Without a server: the faults of all. */
  readonly '/clear-faults': { readonly server?: string };
  readonly '/stop-server': { readonly server: string };
  readonly '/start-server': { readonly server: string };
  readonly '/change-zone': { readonly server: string; readonly zone: string };
  readonly '/expire-sessions': { readonly server: string };
  readonly '/run-queue': { readonly server: string };
  readonly '/rotate-log': { readonly server: string };
  readonly '/refresh-trusted-addresses': { readonly server: string };
  readonly '/poll-member': { readonly server: string; readonly member: string; readonly user?: string };
  readonly '/renumber': { readonly server: string; readonly address: string };
  readonly '/rename': { readonly server: string; readonly hostname: string };
  readonly '/recertify': { readonly server: string; readonly by?: 'authority' };
  readonly '/revoke-token': { readonly server: string; readonly name: string };
}

const onlyServer = (body: unknown): { readonly server: string } => ({
  server: textOf(fieldsOf(body, 'The body', ['server']), 'server'),
});

export type ControlPath = keyof ControlBodies;

/** Reads the body of each path; throws an Error that names the field which is missing or wrong. */
export const readBodyOf: { readonly [Path in ControlPath]: (body: unknown) => ControlBodies[Path] } = {
  '/fault': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'rule']);
    return { server: textOf(fields, 'server'), rule: readRule(fields['rule']) };
  },
  '/clear-faults': (body) => {
    const fields = fieldsOf(body, 'The body', ['server']);
    return fields['server'] === undefined ? {} : { server: textOf(fields, 'server') };
  },
  '/stop-server': onlyServer,
  '/start-server': onlyServer,
  '/expire-sessions': onlyServer,
  '/run-queue': onlyServer,
  '/rotate-log': onlyServer,
  '/refresh-trusted-addresses': onlyServer,
  '/poll-member': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'member', 'user']);
    const asked = { server: textOf(fields, 'server'), member: textOf(fields, 'member') };
    return fields['user'] === undefined ? asked : { ...asked, user: textOf(fields, 'user') };
  },
  '/change-zone': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'zone']);
    return { server: textOf(fields, 'server'), zone: textOf(fields, 'zone') };
  },
  '/renumber': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'address']);
    return { server: textOf(fields, 'server'), address: textOf(fields, 'address') };
  },
  '/rename': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'hostname']);
    return { server: textOf(fields, 'server'), hostname: textOf(fields, 'hostname') };
  },
  '/recertify': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'by']);
    if (fields['by'] === undefined) return { server: textOf(fields, 'server') };
    if (fields['by'] !== 'authority') throw new Error('“by” must be “authority”.');
    return { server: textOf(fields, 'server'), by: 'authority' };
  },
  '/revoke-token': (body) => {
    const fields = fieldsOf(body, 'The body', ['server', 'name']);
    return { server: textOf(fields, 'server'), name: textOf(fields, 'name') };
  },
};

/** `GET /events`: after which event, and how long to wait for the first. */
export function readEventsQuery(query: URLSearchParams): { readonly after: number; readonly waitMs: number } {
  const given = { after: Number(query.get('after') ?? '0'), waitMs: Number(query.get('waitMs') ?? '0') };
  return { after: numberOf(given, 'after', 0), waitMs: Math.min(60_000, numberOf(given, 'waitMs', 0)) };
}

function readRule(value: unknown): FaultRule {
  const fields = fieldsOf(value, '“rule”', ['fault', 'path', 'times']);
  return {
    fault: readFault(fields['fault']),
    ...(fields['path'] === undefined ? {} : { path: textOf(fields, 'path') }),
    ...(fields['times'] === undefined ? {} : { times: numberOf(fields, 'times', 1) }),
  };
}

function readFault(value: unknown): Fault {
  const fields = fieldsOf(value, '“fault”', ['kind', 'delayMs', 'status', 'from']);
  const kind = textOf(fields, 'kind');
  switch (kind) {
    case 'refuse':
    case 'reset':
    case 'half-answer':
    case 'not-json':
    case 'changed-certificate':
    case 'ignore-writes':
    case 'foreign-page':
    case 'no-api-tokens':
    case 'no-member-files':
    case 'no-task-queue':
      return { kind };
    case 'slow':
      return { kind, delayMs: numberOf(fields, 'delayMs', 0) };
    case 'partition':
      return { kind, from: textOf(fields, 'from') };
    case 'status':
      return { kind, status: statusOf(fields['status']) };
    default:
      throw new Error(`There is no fault “${kind}”.`);
  }
}

function statusOf(value: unknown): Extract<Fault, { kind: 'status' }>['status'] {
  if (value === 401 || value === 403 || value === 429 || value === 500 || value === 503) return value;
  throw new Error('“status” must be 401, 403, 429, 500 or 503.');
}

function fieldsOf(value: unknown, what: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} must be an object.`);
  const strange = Object.keys(value).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`${what} has no “${strange.join('”, “')}”.`);
  return value as Fields;
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`“${name}” must be a text.`);
}

function numberOf(fields: Fields, name: string, least: number): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`“${name}” must be a whole number from ${least}.`);
}
