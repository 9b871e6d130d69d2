import type { z } from 'zod';
import { appContract } from './app.ts';
import { fleetContract } from './fleet.ts';
import { logsContract } from './logs.ts';
import { plansContract } from './plans.ts';
import { serversContract } from './servers.ts';
import { settingsContract } from './settings.ts';
import { vaultContract } from './vault.ts';

/** Every call between page and main. Main's handlers, the page's client and the checks on both sides derive from it. */
export const contract = {
  ...appContract,
  ...settingsContract,
  ...vaultContract,
  ...serversContract,
  ...fleetContract,
  ...logsContract,
  ...plansContract,
};

export type Contract = typeof contract;
export type CallName = { [K in keyof Contract]: Contract[K]['kind'] extends 'stream' ? never : K }[keyof Contract];
export type StreamName = { [K in keyof Contract]: Contract[K]['kind'] extends 'stream' ? K : never }[keyof Contract];
/** What a caller gives. */
export type InputOf<K extends keyof Contract> = z.input<Contract[K]['input']>;
/** What a handler receives, after the check. */
export type ParsedInputOf<K extends keyof Contract> = z.output<Contract[K]['input']>;
/** A call's value, or one item of a stream. */
export type OutputOf<K extends keyof Contract> = z.output<Contract[K]['output']>;
