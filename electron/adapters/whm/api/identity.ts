import type { Identity } from '#electron/services/ports.ts';
import type { NameserverSoftware } from '#shared/domain/topology/observation.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { answerOf, callFunction } from './calls.ts';
import type { Outcome } from '#electron/adapters/whm/answers/envelope.ts';
import { whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import {
  batch,
  gethostname,
  installedVersions,
  servicestatus,
  version,
  type InstalledNameservers,
  type ServiceState,
  type WhmFunction,
} from './functions.ts';

const named = { service: 'named' };

/** The poll of `whm-protocol 1.8` and the host name beside it, in one request. */
const commands = [
  { name: version.name, query: version.query({}) },
  { name: installedVersions.name, query: installedVersions.query({}) },
  { name: servicestatus.name, query: servicestatus.query(named) },
  { name: gethostname.name, query: gethostname.query({}) },
];

interface Answers {
  readonly version: string;
  readonly installed: InstalledNameservers | null;
  readonly named: ServiceState | null;
  readonly hostname: string | null;
}

const codesOfMissingRight: ReadonlySet<string> = new Set(['whm.forbidden', 'whm.rejected', 'whm.unsupported']);

/** WHM said no to this one function: the fact stays unknown, the others count. */
function nullIfRefused(error: unknown): null {
  if (error instanceof WhmFailure && codesOfMissingRight.has(error.error.code)) return null;
  throw error;
}

/**
 * No function names the nameserver software; WHM itself decides like this (`whm-protocol 2.1`).
 * @returns null when neither answer tells
 */
export function nameserverOf(
  installed: InstalledNameservers | null,
  service: ServiceState | null,
): NameserverSoftware | null {
  if (service?.enabled === false) return 'disabled';
  if (installed === null || (installed.powerdns === null && installed.bind === null)) return null;
  return installed.powerdns === true ? 'powerdns' : 'bind';
}

function partOf<P extends object, A>(access: Access, called: WhmFunction<P, A>, outcome: Outcome | null): A {
  if (outcome !== null) return answerOf(access, called, outcome);
  throw whmFailure('whm.protocol', `${access.place} left ${called.name} out of its answer to batch.`, {
    reason: 'shape',
  });
}

function partOrNull<P extends object, A>(access: Access, called: WhmFunction<P, A>, outcome: Outcome | null): A | null {
  try {
    return partOf(access, called, outcome);
  } catch (error) {
    return nullIfRefused(error);
  }
}

async function askTogether(access: Access, signal: AbortSignal | undefined): Promise<Answers> {
  const outcomes = await callFunction(access, batch, { commands }, signal);
  const [ofVersion = null, ofInstalled = null, ofNamed = null, ofHostname = null] = outcomes;
  return {
    version: partOf(access, version, ofVersion),
    installed: partOrNull(access, installedVersions, ofInstalled),
    named: partOrNull(access, servicestatus, ofNamed),
    hostname: partOrNull(access, gethostname, ofHostname),
  };
}

async function askOneByOne(access: Access, signal: AbortSignal | undefined): Promise<Answers> {
  return {
    version: await callFunction(access, version, {}, signal),
    installed: await callFunction(access, installedVersions, {}, signal).catch(nullIfRefused),
    named: await callFunction(access, servicestatus, named, signal).catch(nullIfRefused),
    hostname: await callFunction(access, gethostname, {}, signal).catch(nullIfRefused),
  };
}

/**
 * A forbidden command fails the whole batch with an envelope, an unknown one with HTTP 500 (`whm-protocol 1.6`, `1.8`).
 */
function batchFailedAsAWhole(error: unknown): error is WhmFailure {
  if (!(error instanceof WhmFailure)) return false;
  return codesOfMissingRight.has(error.error.code) || error.error.details?.['status'] === 500;
}

async function askIdentity(access: Access, signal: AbortSignal | undefined): Promise<Answers> {
  if (access.memory.batchRefused) return askOneByOne(access, signal);
  try {
    return await askTogether(access, signal);
  } catch (error) {
    if (!batchFailedAsAWhole(error)) throw error;
    access.memory.batchRefused = error.error.code === 'whm.forbidden';
    return askOneByOne(access, signal);
  }
}

/** A known authority's certificate is refused when it has expired; an accepted one is not, and the user has to know. */
function expiry({ server, transport }: Access): Pick<Identity, 'certificateExpiredAt'> {
  const end = transport.certificateEnd();
  return server.pin !== null && end !== null && end < Date.now() ? { certificateExpiredAt: end } : {};
}

const hostNamePattern = /^[A-Za-z0-9._-]{1,253}$/;

/**
 * Version, host name, nameserver software and whether it runs: one request, or one each where the batch is refused as a
 * whole.
 * @throws WhmFailure when the version cannot be had; whatever else is refused is null
 */
export async function readIdentity(access: Access, signal?: AbortSignal): Promise<Identity> {
  const answers = await askIdentity(access, signal);
  const hostname = answers.hostname !== null && hostNamePattern.test(answers.hostname) ? answers.hostname : null;
  access.memory.version = answers.version;
  access.memory.hostname = hostname ?? access.memory.hostname;
  return {
    version: access.redact(answers.version, 40),
    hostname: hostname === null ? null : access.redact(hostname, 253),
    nameserver: nameserverOf(answers.installed, answers.named),
    namedRunning: answers.named?.running ?? null,
    ...expiry(access),
  };
}
