import type { AnswerKind } from '#electron/adapters/whm/budgets.ts';
import {
  flag,
  isObject,
  outcomeOf,
  textOrNone,
  type JsonObject,
  type Outcome,
} from '#electron/adapters/whm/answers/envelope.ts';

/**
 * One function of WHM API 1, as the client calls it and the probe reads it. Facts from `whm-protocol 2` and
 * `whm-api/NAME.md`.
 */
export interface WhmFunction<Parameters extends object, Answer> {
  readonly name: string;
  /** What goes into the query; values are encoded by the caller. */
  readonly query: (parameters: Parameters) => [string, string][];
  /** @returns null when the answer has not the documented form */
  readonly answer: (data: JsonObject) => Answer | null;
  /** `function` when absent. */
  readonly answerHolds?: AnswerKind;
  /** Changes nothing, so it may be sent twice. */
  readonly safe: boolean;
  /** A parameter is a secret: they go in the body of a POST, which no log of the server holds (`whm-protocol 6`). */
  readonly inBody?: true;
  /** Changes the server: waits its turn among the writes. */
  readonly writes?: true;
  /** First major version that has it; null: older than any server in use. */
  readonly minVersion: number | null;
  /** The ACL that opens it, for words; null: any token. */
  readonly acl: string | null;
}

/** Takes no parameters. */
export type NoParameters = Readonly<Record<string, never>>;

const nothing = (): [string, string][] => [];

export const version: WhmFunction<NoParameters, string> = {
  name: 'version',
  query: nothing,
  answer: (data) => textOrNone(data['version']),
  safe: true,
  minVersion: null,
  acl: null,
};

export const gethostname: WhmFunction<NoParameters, string> = {
  name: 'gethostname',
  query: nothing,
  answer: (data) => textOrNone(data['hostname']),
  safe: true,
  minVersion: null,
  acl: 'clustering',
};

/** What is installed of the two nameservers; null: the answer does not name it. */
export interface InstalledNameservers {
  readonly powerdns: boolean | null;
  readonly bind: boolean | null;
}

/** The number 0 stands for 'not installed', sometimes as text. */
function isInstalled(data: JsonObject, name: string): boolean | null {
  const value = data[name];
  return value === undefined || value === null ? null : value !== 0 && value !== '0' && value !== '';
}

export const installedVersions: WhmFunction<NoParameters, InstalledNameservers> = {
  name: 'installed_versions',
  query: nothing,
  answer: (data) => ({ powerdns: isInstalled(data, 'powerdns'), bind: isInstalled(data, 'bind') }),
  safe: true,
  minVersion: null,
  acl: 'clustering',
};

export interface ServiceState {
  readonly enabled: boolean | null;
  readonly monitored: boolean | null;
  /** Null: not monitored or not enabled, so WHM does not say. */
  readonly running: boolean | null;
}

export const servicestatus: WhmFunction<{ readonly service: string }, ServiceState> = {
  name: 'servicestatus',
  query: ({ service }) => [['service', service]],
  answer: (data) => {
    const service: unknown = [data['service']].flat()[0];
    if (!isObject(service)) return null;
    const { enabled, monitored, running } = service;
    return { enabled: flag(enabled), monitored: flag(monitored), running: flag(running) };
  },
  safe: true,
  minVersion: null,
  acl: 'clustering',
};

/** A function with its parameters, for a batch. */
export interface BatchCommand {
  readonly name: string;
  readonly query: [string, string][];
}

/** `whm-protocol 1.8`: `NAME?ARGS`, encoded once more as a value of the batch. */
function commandText({ name, query }: BatchCommand): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? name : `${name}?${text}`;
}

export const batch: WhmFunction<{ readonly commands: readonly BatchCommand[] }, readonly (Outcome | null)[]> = {
  name: 'batch',
  query: ({ commands }) => [
    ...commands.map((command): [string, string] => ['command', commandText(command)]),
    ['abort_on_error', '0'],
  ],
  answer: (data) => (Array.isArray(data['result']) ? data['result'].map(outcomeOf) : null),
  answerHolds: 'batch',
  safe: true,
  minVersion: null,
  acl: 'clustering',
};

/**
 * Asked of a peer: does it have an entry for this address? Null: the answer is missing, which is not no
 * (`whm-protocol 2.1`). `althost` is always sent, since its default differs within the specification
 * (`whm-protocol 13 C26`).
 */
export const clusterMemberHasTrustWith: WhmFunction<
  { readonly host: string; readonly althost: string | null },
  { readonly hasTrust: boolean | null }
> = {
  name: 'cluster_member_has_trust_with',
  query: ({ host, althost }) => [
    ['host', host],
    ['althost', althost ?? ''],
  ],
  answer: (data) => ({ hasTrust: flag(data['has_trust']) }),
  safe: true,
  minVersion: 84,
  acl: 'clustering',
};

export const applist: WhmFunction<NoParameters, ReadonlySet<string>> = {
  name: 'applist',
  query: nothing,
  answer: (data) => {
    const names = data['app'];
    return Array.isArray(names) ? new Set(names.filter((name) => typeof name === 'string')) : null;
  },
  safe: true,
  minVersion: null,
  acl: 'basic-whm-functions',
};

/** Words that name pages, in whatever way the groups are nested (`whm-protocol 13 C22`); at most so many. */
const mostWords = 5000;

function wordsIn(value: unknown, words: Set<string>, depth = 0): void {
  if (typeof value === 'string') words.add(value);
  if (typeof value !== 'object' || value === null || depth > 6 || words.size > mostWords) return;
  for (const [key, one] of Object.entries(value)) {
    words.add(key);
    wordsIn(one, words, depth + 1);
  }
}

/** Pages that this caller may open: every word of the answer, since its nesting is not known. */
export const getAvailableApplications: WhmFunction<NoParameters, ReadonlySet<string>> = {
  name: 'get_available_applications',
  query: nothing,
  answer: (data) => {
    const words = new Set<string>();
    wordsIn(data, words);
    return words;
  },
  safe: true,
  minVersion: 76,
  acl: null,
};

export const getCurrentProfile: WhmFunction<NoParameters, string> = {
  name: 'get_current_profile',
  query: nothing,
  answer: (data) => textOrNone(data['code']),
  safe: true,
  minVersion: null,
  acl: 'all',
};

export interface OneTimeLogin {
  /** Path and query of the one-time URL; its host and port are never used. */
  readonly path: string;
  /** `/cpsess##########`. */
  readonly securityToken: string;
}

/** Makes a session: no change to the cluster, but not to be repeated either. */
export const createUserSession: WhmFunction<{ readonly user: string; readonly app: string }, OneTimeLogin> = {
  name: 'create_user_session',
  query: ({ user, app }) => [
    ['user', user],
    ['service', 'whostmgrd'],
    ['app', app],
    ['locale', 'en'],
  ],
  answer: (data) => {
    const { url } = data;
    if (typeof url !== 'string' || !URL.canParse(url)) return null;
    const { pathname, search } = new URL(url);
    const given = textOrNone(data['cp_security_token']) ?? '';
    const securityToken = [given, pathname].map((text) => /^\/cpsess\d{4,}(?=\/|$)/.exec(text)?.[0]).find(Boolean);
    return securityToken === undefined ? null : { path: pathname + search, securityToken };
  },
  safe: false,
  minVersion: null,
  acl: 'create-user-session',
};
