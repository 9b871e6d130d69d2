import type { Fault, FaultRule } from '#simulator/model.ts';

interface LiveRule {
  readonly rule: FaultRule;
  left: number;
}

/** Faults that a request meets one by one; the others lie below HTTP or inside the server. */
export type RequestFault = Extract<
  Fault,
  { kind: 'slow' | 'reset' | 'half-answer' | 'not-json' | 'status' | 'ignore-writes' | 'foreign-page' }
>;
const NO_REQUEST: ReadonlySet<Fault['kind']> = new Set([
  'refuse',
  'changed-certificate',
  'partition',
  'no-api-tokens',
  'no-member-files',
  'no-task-queue',
]);

/** The scripted misbehaviour of one server. */
export class FaultBook {
  #rules: LiveRule[] = [];

  /**
   * @throws Error when a fault that no request meets is tied to paths or a number of requests
   */
  add(rule: FaultRule): void {
    if (NO_REQUEST.has(rule.fault.kind) && (rule.path !== undefined || rule.times !== undefined)) {
      throw new Error(
        `The fault “${rule.fault.kind}” is met by no request: it takes neither a path nor a number of requests.`,
      );
    }
    if (rule.times !== undefined && !(rule.times >= 1)) throw new Error('A fault is for at least one request.');
    this.#rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rules in force, with what is left of `times`. */
  list(): readonly FaultRule[] {
    return this.#rules.map(({ rule, left }) => (Number.isFinite(left) ? { ...rule, times: left } : rule));
  }

  has(kind: Fault['kind']): boolean {
    return this.#rules.some(({ rule }) => rule.fault.kind === kind);
  }

  /** @param other id of a server */
  isPartitionedFrom(other: string): boolean {
    return this.#rules.some(({ rule }) => rule.fault.kind === 'partition' && rule.fault.from === other);
  }

  /**
   * The faults that the request meets, in the order they were set; each counts as used.
   * @param path without a `/cpsess…` prefix
   * @param writes whether it is a page or a command stream that may change something
   */
  take(path: string, writes = false): RequestFault[] {
    const met: RequestFault[] = [];
    for (const live of this.#rules) {
      const fault = live.rule.fault;
      if (!isRequestFault(fault) || live.left <= 0 || !path.startsWith(live.rule.path ?? '/')) continue;
      if (!isMeant(fault.kind, path, writes, live.rule.path)) continue;
      live.left -= 1;
      met.push(fault);
    }
    this.#rules = this.#rules.filter(({ left }) => left > 0);
    return met;
  }
}

/**
 * Whether a fault is about requests of that kind at all: `not-json` is about the API, as elsewhere a page is what was
 * asked for; `foreign-page` is about pages; `ignore-writes` is about what may change something, functions of the API
 * and peers' actions only when the rule names them.
 */
function isMeant(kind: Fault['kind'], path: string, writes: boolean, named: string | undefined): boolean {
  const isApi = path.startsWith('/json-api/');
  const isPage = !isApi && !/^\/(scripts2|websocket|login)\b/.test(path);
  switch (kind) {
    case 'not-json':
      return isApi;
    case 'foreign-page':
      return isPage;
    case 'ignore-writes':
      return writes || (!isPage && (named ?? '/').length > '/json-api/'.length);
    default:
      return true;
  }
}

function isRequestFault(fault: Fault): fault is RequestFault {
  return !NO_REQUEST.has(fault.kind);
}
