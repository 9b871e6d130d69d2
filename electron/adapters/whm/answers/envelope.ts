import { jsonBudget } from '#electron/adapters/whm/budgets.ts';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { fitsJsonBudget } from './json-shape.ts';
import { pageFailure, pageInstead, serverTrouble, textInstead } from './page-instead.ts';
import type { Asked } from './asked.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What one function answered; only `metadata.result` tells (`whm-protocol 1.6`). */
export type Outcome =
  | {
      readonly ok: true;
      readonly data: JsonObject;
      /** `OK`, or what was done in WHM's words; never to decide on. */
      readonly reason: string;
    }
  | { readonly ok: false; readonly reason: string; readonly data: JsonObject };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * WHM mixes 1, "1" and true (`whm-protocol 1.6`).
 * @returns null when the value is missing or neither yes nor no: missing is not no
 */
export function flag(value: unknown): boolean | null {
  if (value === 1 || value === '1' || value === true) return true;
  if (value === 0 || value === '0' || value === false) return false;
  return null;
}

/** A text, or null where WHM put nothing or the number 0 for 'none' (`whm-protocol 2.1`). */
export function textOrNone(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== '0' ? value : null;
}

/** The sentence of a missing ACL is not documented (`whm-protocol 1.6`, `12`), so it is matched loosely. */
export function speaksOfPrivileges(reason: string): boolean {
  return /privilege|permission|\bACLs?\b/i.test(reason);
}

function versionZero(value: JsonObject): string | null {
  const inner = [value['cpanelresult'], value['data'], value['result'], value].flat();
  for (const part of inner) {
    if (!isObject(part)) continue;
    const reason = part['error'] ?? part['reason'] ?? part['statusmsg'];
    if (typeof reason === 'string' && reason !== '') return reason;
  }
  return null;
}

/**
 * Reads one envelope of API version 1.
 * @returns null when it is no such envelope
 */
export function outcomeOf(value: unknown): Outcome | null {
  if (!isObject(value) || !isObject(value['metadata'])) return null;
  const { metadata } = value;
  const result = flag(metadata['result']);
  if (result === null) return null;
  const data = isObject(value['data']) ? value['data'] : {};
  const { reason } = metadata;
  if (result) return { ok: true, data, reason: typeof reason === 'string' ? reason : '' };
  return { ok: false, reason: typeof reason === 'string' ? reason : 'Unknown error.', data };
}

/** The failure that a reason of WHM stands for. */
export function refusalOf(reason: string, asked: Asked, acl: string | null): WhmFailure {
  const said = `${asked.place} refused ${asked.name}: “${reason}”`;
  if (/unknown app/i.test(reason)) {
    return whmFailure('whm.unsupported', `${asked.place} does not know ${asked.name}: “${reason}”`);
  }
  return speaksOfPrivileges(reason)
    ? whmFailure('whm.forbidden', said, acl === null ? undefined : { acl })
    : whmFailure('whm.rejected', said);
}

/**
 * Reads the body of an answer of `/json-api` that came with HTTP 200.
 * @throws WhmFailure `whm.protocol` for a page, for what is not JSON and for shapes that are not API version 1;
 *   `whm.unauthorized` for the refusal that comes with status 200 too
 */
export function parseBody(body: string, asked: Asked): Outcome {
  const page = pageInstead(body);
  if (page !== null) throw pageFailure(asked, page);
  if (!fitsJsonBudget(body, jsonBudget)) {
    throw whmFailure('whm.protocol', `${asked.place} answered ${asked.name} with more values than it can need.`, {
      reason: 'too-large',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const trouble = serverTrouble(asked.place, textInstead(body));
    if (trouble !== null) throw trouble;
    throw whmFailure('whm.protocol', `${asked.place} answered ${asked.name} with something that is not JSON.`, {
      reason: 'not-json',
    });
  }
  const outcome = outcomeOf(value);
  if (outcome !== null) return outcome;
  const reason = isObject(value) ? versionZero(value) : null;
  if (reason !== null && /access denied/i.test(reason)) throw unauthorized(asked.place);
  if (reason !== null) throw refusalOf(reason, asked, null);
  throw whmFailure('whm.protocol', `${asked.place} answered ${asked.name} in a shape that is not API version 1.`, {
    reason: 'shape',
  });
}

/** `whm-protocol 1.7`: a wrong, expired or address-bound token look all the same. */
export function unauthorized(place: string): WhmFailure {
  return whmFailure(
    'whm.unauthorized',
    `${place} did not accept the token. It is wrong, expired, revoked or bound to another IP address. Nothing more is sent to this server until you act.`,
  );
}
