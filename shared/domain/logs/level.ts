import type { LogLine } from './line.ts';

export type Level = LogLine['level'];

/** Words of cPanel's logger and of programs whose output dnsadmin passes on. */
const levels: ReadonlyMap<string, Level> = new Map([
  ['debug', 'debug'],
  ['trace', 'debug'],
  ['info', 'info'],
  ['notice', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['deprecated', 'warn'],
  ['invalid', 'warn'],
  ['error', 'die'],
  ['die', 'die'],
  ['fatal', 'die'],
  ['panic', 'die'],
  ['critical', 'die'],
]);

/** @returns the level that a word stands for; unknown for any other word */
export function levelOf(word: string): Level {
  return levels.get(word.toLowerCase()) ?? 'unknown';
}

/** The end of what Perl says by itself: `at FILE line N.`, behind it the handle that was read last. */
const perlPlace =
  / at (?:\S{1,300}|\(eval \d{1,9}\)(?:\[\S{1,300}\])?) line \d{1,9}(?:, <\$?\w{1,64}> (?:line|chunk) \d{1,9})?\.?$/;
/** Of these Perl dies; whatever else it says with its place is a warning. */
const perlDeath =
  /^(?:Died|Can't |Cannot |Undefined subroutine|Compilation failed|BEGIN failed|Not an? [\w ]{1,40} reference|Illegal division|Modification of (?:a |non-)|Global symbol|syntax error|Bareword|Out of memory|panic:)/;
/** What a program says last, without a place. */
const lastWords = /^(?:Died at |Out of memory|Segmentation fault|Killed|Aborted|panic: )/;
/** A nameserver that does not take a zone says so in the middle of what WHM calls successful (`Bind reloading …`). */
const zoneRefused = /not loaded due to errors|loading from master file \S{1,300} failed|rndc: '[\w-]{1,40}' failed/;
/** What BIND says of a zone, unless it is that all is well, and what its parts say of a line in it. */
const zoneTrouble =
  /^(?:zone \S{1,300}\/\w{1,10}: (?!loaded serial|sending notifies|notify|serial|transferred|Transfer started|refresh)|dns_\w{1,40}: )/;
/**
 * Lines of no form that is known. Taken for a warning rather than for nothing: a filter for what is bad must not hide
 * the cause.
 */
const trouble =
  /\b(?:errors?|fail(?:ed|ure)|timed out|timeout|refused|denied|unable to|could not|can't|cannot|died|killed|aborted|unreachable|prematurely|unexpected)\b/i;

/** Whether Perl has put its own place behind the text. */
export function saysPlace(text: string): boolean {
  return text.length > 10 && text.includes(' line ') && perlPlace.test(text);
}

/** @returns warn where a nameserver refuses a zone, in whatever line; null where it does not */
export function refusedZone(text: string): Level | null {
  return (text.includes(' errors') || text.includes(' failed')) && zoneRefused.test(text) ? 'warn' : null;
}

/** @param text of a line without a level of its own, from its first column on */
export function bareLevel(text: string): Level {
  if (lastWords.test(text)) return 'die';
  if (saysPlace(text)) return perlDeath.test(text) ? 'die' : 'warn';
  return refusedZone(text) ?? (zoneTrouble.test(text) || trouble.test(text) ? 'warn' : 'unknown');
}
