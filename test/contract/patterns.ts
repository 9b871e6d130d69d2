import fc from 'fast-check';
import { parseSync } from 'vite';
import { processorMs } from '#test/fixtures/processor-time.ts';
import type { SourceFile } from '#test/architecture/source.ts';

/** A regular expression as it stands in the code. */
export interface Pattern {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
}

/** @returns every literal of a regular expression in a file @throws Error when the file cannot be parsed */
export function patternsOf(file: SourceFile): Pattern[] {
  const { program, errors } = parseSync(file.path, file.text, { sourceType: 'module' });
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`);
  const found: Pattern[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Node;
      if (node.type === 'Literal' && node.regex) {
        const line = file.text.slice(0, node.start).split('\n').length;
        found.push({ path: file.path, line, source: node.regex.pattern, flags: node.regex.flags });
      } else Object.values(value).forEach(visit);
    }
  };
  visit(program);
  return found;
}

/** Characters that patterns about text of servers turn on. */
const usual = [
  'a',
  'A',
  '0',
  'f',
  ' ',
  '\t',
  '-',
  '_',
  '.',
  ':',
  '=',
  '%',
  '/',
  '\\',
  '"',
  "'",
  '(',
  '[',
  ',',
  ';',
  '&',
  '<',
  '+',
  '@',
  '?',
  '\r',
  '\n',
];
/** What no repetition of the above goes on with. */
const breaks = ['\u0001', '\r'];

/** Texts that match, from which hostile ones are made. */
function samplesOf({ source, flags }: Pattern): string[] {
  try {
    const wanted = new RegExp(source, flags.replace(/[gy]/g, ''));
    return fc.sample(fc.stringMatching(wanted), { numRuns: 6, seed: 7 }).map((text) => text.slice(0, 120));
  } catch {
    // A look behind, for one, cannot be turned round: its literal parts serve.
    return source.split(/[\\^$.*+?()[\]{}|]+/).filter((part) => part !== '');
  }
}

/**
 * @returns pairs of a beginning and what is said again and again behind it: what a sample ends with, or one character
 */
function attacksOn(pattern: Pattern): (readonly [string, string])[] {
  const samples = samplesOf(pattern).filter((sample) => sample !== '');
  const attacks = new Map<string, readonly [string, string]>();
  const add = (head: string, pump: string): void => void attacks.set(`${head}\0${pump}`, [head, pump]);
  for (const sample of samples) {
    const step = Math.max(1, Math.floor(sample.length / 40));
    for (let at = 0; at < sample.length; at += step) add(sample.slice(0, at), sample.slice(at));
    add('', sample.slice(0, -1) || sample);
  }
  for (const pump of usual) {
    add('', pump);
    if (samples[0] !== undefined) add(samples[0], pump);
  }
  return [...attacks.values()];
}

function milliseconds(pattern: RegExp, text: string): number {
  return processorMs(() => text.replace(pattern, ''));
}

/** A text of this length is read in a few milliseconds by what is linear, and not in a hundred by what is quadratic. */
const firstLength = 10 * 1024;
const suspiciousMs = 8;
const lastLength = 30 * 1024;

/** What doubles with every character would never come back from a long text: short ones tell it. */
function explodes(pattern: RegExp, textOf: (length: number) => string): boolean {
  return [24, 200].some(
    (length) =>
      milliseconds(pattern, textOf(length)) > suspiciousMs && milliseconds(pattern, textOf(length)) > suspiciousMs,
  );
}

/**
 * Doubles hostile texts until the time tells.
 * @returns a text that costs more than in proportion to its length, null when none was found
 */
export function superlinearText(pattern: Pattern): string | null {
  const compiled = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
  for (const [head, pump] of attacksOn(pattern)) {
    for (const end of breaks) {
      const textOf = (length: number): string => head + pump.repeat(Math.ceil(length / pump.length)) + end;
      if (explodes(compiled, textOf)) return textOf(40);
      if (milliseconds(compiled, textOf(firstLength)) < suspiciousMs) continue;
      // The best of three: compiling and collecting garbage take time, too.
      const best = (length: number): number => {
        const text = textOf(length);
        return Math.min(...[1, 2, 3].map(() => milliseconds(compiled, text)));
      };
      const short = best(firstLength);
      const long = best(lastLength);
      if (short > suspiciousMs / 2 && long > short * (lastLength / firstLength) * 2) return textOf(40);
    }
  }
  return null;
}
