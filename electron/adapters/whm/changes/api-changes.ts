import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callForWords } from '#electron/adapters/whm/api/calls.ts';
import { whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { WhmFunction } from '#electron/adapters/whm/api/functions.ts';
import type { PageOutcome } from '#electron/adapters/whm/pages/page-request.ts';
import { configureService, setNameserver, setTweakSetting } from './functions.ts';

/** Kinds of change that have a function of WHM API 1. */
export type ApiChange = Extract<Change, { kind: 'software' | 'monitoring' | 'logging' }>;

/** One call, ready to be described or made. */
export interface ApiCall {
  readonly name: string;
  readonly query: readonly (readonly [string, string])[];
  readonly make: (access: Access, signal: AbortSignal | undefined) => Promise<string>;
}

function callOf<P extends object, A>(called: WhmFunction<P, A>, parameters: P, words: (answer: A) => string): ApiCall {
  return {
    name: called.name,
    query: called.query(parameters),
    make: async (access, signal) => {
      const { answer, reason } = await callForWords(access, called, parameters, signal);
      return access.redact(words(answer) || reason, 300);
    },
  };
}

const noWords = (): string => '';

/**
 * The calls that a change is made of, in their order.
 * @throws WhmFailure `input.invalid`
 */
export function apiCalls(change: ApiChange): readonly ApiCall[] {
  switch (change.kind) {
    case 'software':
      return [callOf(setNameserver, { nameserver: change.nameserver }, ({ message }) => message)];
    case 'monitoring':
      return [callOf(configureService, { service: 'named', monitored: change.monitored }, noWords)];
    case 'logging': {
      if (!Number.isInteger(change.level) || change.level < 0 || change.level > 9) {
        throw whmFailure('input.invalid', 'The log level of dnsadmin is a whole number from 0 to 9.');
      }
      const verbose = change.verboseSync ? '1' : '0';
      return [
        callOf(setTweakSetting, { key: 'dnsadmin_log', value: String(change.level) }, noWords),
        callOf(setTweakSetting, { key: 'dnsadmin_verbose_sync', value: verbose }, noWords),
      ];
    }
  }
}

/**
 * Makes a change by its functions, each called once; what comes after a failure is not called.
 * @throws WhmFailure of the call that failed; its words tell what was done before it
 */
export async function changeByApi(access: Access, change: ApiChange, signal?: AbortSignal): Promise<PageOutcome> {
  const done: string[] = [];
  const words: string[] = [];
  for (const call of apiCalls(change)) {
    try {
      words.push(await call.make(access, signal));
    } catch (error) {
      if (!(error instanceof WhmFailure) || done.length === 0) throw error;
      const message = `${error.error.message} Done before it: ${done.join(', ')}.`;
      throw new WhmFailure({ ...error.error, message });
    }
    // The values alone: by its name `key` the redaction takes one for a secret.
    done.push(call.query.map(([, value]) => value).join(' '));
  }
  return { message: [...new Set(words)].join(' '), notices: [] };
}
