import type { Entry } from './master-file.ts';
import { absoluteName, plainText } from './names.ts';

/** What the entries before it set for the one that is read (RFC 1035, section 5.1; RFC 2308, section 4). */
export interface ZoneContext {
  /** Lower case, without the last dot. */
  readonly origin: string;
  /** Owner of the last record. */
  readonly owner: string;
  /** Of the last `$TTL`, seconds; null: there was none. */
  readonly defaultTtl: number | null;
  /** The last one that a record stated, seconds. */
  readonly lastTtl: number | null;
}

export interface ZoneRecord {
  /** Lower case, absolute, without the last dot. */
  readonly owner: string;
  /** Seconds; null: neither the record nor anything before it says. */
  readonly ttl: number | null;
  readonly recordClass: string;
  /** Upper case; empty for an entry that is no record. */
  readonly type: string;
  /** The words behind the type, as they stand there. */
  readonly data: readonly string[];
}

/** The context at the beginning of a zone's file: the apex is the first origin. */
export function zoneContext(zone: string): ZoneContext {
  const origin = absoluteName(zone, '');
  return { origin, owner: origin, defaultTtl: null, lastTtl: null };
}

/** A directive, e.g. `$ORIGIN`, upper case, with what follows it; null for a record. */
export function directiveOf({ continued, words }: Entry): { readonly name: string; readonly value: string } | null {
  const [first = '', value = ''] = words;
  return !continued && first.startsWith('$') ? { name: first.toUpperCase(), value } : null;
}

/** @returns the context behind a directive */
export function afterDirective(context: ZoneContext, entry: Entry): ZoneContext {
  const directive = directiveOf(entry);
  if (directive?.name === '$ORIGIN') return { ...context, origin: absoluteName(directive.value, context.origin) };
  if (directive?.name === '$TTL') return { ...context, defaultTtl: secondsOf(directive.value) ?? context.defaultTtl };
  return context;
}

/** Reads an entry as a record. TTL and class come in either order, and either may be missing. */
export function recordOf(
  context: ZoneContext,
  { continued, words }: Entry,
): { readonly record: ZoneRecord; readonly context: ZoneContext } {
  const owner = continued ? context.owner : absoluteName(words[0] ?? '', context.origin);
  let at = continued ? 0 : 1;
  let ttl: number | null = null;
  let recordClass: string | null = null;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const seconds: number | null = ttl === null ? secondsOf(word) : null;
    if (seconds !== null) ttl = seconds;
    else if (recordClass === null && /^(?:in|ch|hs|cs)$/i.test(word)) recordClass = word.toUpperCase();
    else break;
  }
  const record: ZoneRecord = {
    owner,
    ttl: ttl ?? context.defaultTtl ?? context.lastTtl,
    recordClass: recordClass ?? 'IN',
    type: plainText(words[at] ?? '').toUpperCase(),
    data: words.slice(at + 1),
  };
  return { record, context: { ...context, owner, lastTtl: ttl ?? context.lastTtl } };
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A time as zone files have it: seconds, or BIND's `1h30m`.
 * @returns seconds; null: it is none
 */
export function secondsOf(word: string): number | null {
  if (!/^\d[\dsmhdw]{0,31}$/i.test(word)) return null;
  let total = 0;
  let digits = '';
  for (const letter of word.toLowerCase()) {
    const unit = units[letter];
    if (unit === undefined) digits += letter;
    else if (digits === '') return null;
    else [total, digits] = [total + Number(digits) * unit, ''];
  }
  return total + Number(digits);
}
