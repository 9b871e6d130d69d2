/**
 * What the code and the documents refer to must be there: sections and facts of docs/whm-protocol.md, and links between
 * documents.
 */
import { posix } from 'node:path';
import type { Violation } from './layers.ts';
import type { SourceFile } from './source.ts';

const protocol = 'docs/whm-protocol.md';
/** Words of others: they cite by names of their own. */
const quoted = 'test/fixtures/cases/';

/** A section (`3.2`), or a fact of the table in section 13 (`13 C18`). */
const reference = String.raw`(?:13 )?C\d+|\d+(?:\.\d+)?`;
const citation = new RegExp(String.raw`whm-protocol(-2026)?\`? (${reference})(?![\d.]*\d)`, 'g');
/** `1.3`, `7.1` and `C13` to `C15` go on with the same document. */
const further = new RegExp(String.raw`^\`?(?:,? |–)(?:and |to )?\`(${reference})\``);
/** Inside the document itself. */
const inner = /\b13 C\d+/g;

/** @returns citations of what docs/whm-protocol.md does not have */
export function checkCitations(files: readonly SourceFile[]): Violation[] {
  const document = files.find(({ path }) => path === protocol);
  const known = document === undefined ? new Set<string>() : partsOf(document.text);
  return files
    .filter(({ path }) => !path.startsWith(quoted))
    .flatMap((file) =>
      citationsOf(file)
        .filter(({ part }) => !known.has(part))
        .map(({ part, at }) => ({
          path: file.path,
          line: lineAt(file.text, at),
          message: `${protocol} has no ${part}`,
        })),
    );
}

function partsOf(text: string): ReadonlySet<string> {
  const sections = [...text.matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map(([, section = '']) => section);
  const facts = [...text.matchAll(/^\| (C\d+) /gm)].map(([, fact = '']) => `13 ${fact}`);
  return new Set([...sections, ...facts]);
}

interface Cited {
  readonly part: string;
  readonly at: number;
}

function citationsOf({ path, text }: SourceFile): readonly Cited[] {
  const found: Cited[] =
    path === protocol ? [...text.matchAll(inner)].map((hit) => ({ part: hit[0], at: hit.index })) : [];
  for (const hit of text.matchAll(citation)) {
    const isOld = hit[1] !== undefined;
    found.push({ part: partNamed(hit[2] ?? '', isOld), at: hit.index });
    let rest = text.slice(hit.index + hit[0].length);
    for (let next = further.exec(rest); next !== null; next = further.exec(rest)) {
      found.push({ part: partNamed(next[1] ?? '', isOld), at: hit.index });
      // The closing mark may open the way to another one.
      rest = rest.slice(next[0].length - 1);
    }
  }
  return found;
}

/** The facts of 2026 had a document of their own once: its sections are those of 13 now. */
function partNamed(name: string, isOld: boolean): string {
  if (name.startsWith('C')) return `13 ${name}`;
  return isOld ? `13.${name.replace(/^2\./, '')}` : name;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/**
 * @param exists whether the checkout has a file or folder at a path from its top
 * @returns links of documents that lead to no file, or to no heading of one
 */
export function checkLinks(files: readonly SourceFile[], exists: (path: string) => boolean): Violation[] {
  const documents = files.filter(({ path }) => path.endsWith('.md') && !path.startsWith(quoted));
  const headings = new Map(documents.map(({ path, text }) => [path, anchorsOf(text)]));
  return documents.flatMap((file) =>
    linksOf(file.text).flatMap(({ target, at }) => {
      const [path = '', anchor] = target.split('#');
      const wanted = path === '' ? file.path : posix.normalize(posix.join(posix.dirname(file.path), decodeURI(path)));
      const message = !exists(wanted.replace(/\/$/, ''))
        ? `'${target}' leads nowhere`
        : anchor !== undefined && headings.get(wanted)?.has(anchor) !== true
          ? `'${target}' leads to no heading`
          : null;
      return message === null ? [] : [{ path: file.path, line: lineAt(file.text, at), message }];
    }),
  );
}

/** Files and folders that a document names in code: whoever moves one says so there. */
const namedPath = /`((?:shared|electron|renderer|simulator|test|scripts|docs)\/[\w./-]*\w)\/?`/g;

/** @returns a violation for each path in a document that is not there; a file may be named without its ending */
export function checkNamedPaths(files: readonly SourceFile[], exists: (path: string) => boolean): Violation[] {
  const there = (path: string): boolean =>
    ['', '.ts', '.tsx', '.test.ts', '.spec.ts'].some((ending) => exists(path + ending));
  return files
    .filter(({ path }) => path.endsWith('.md') && !path.startsWith(quoted))
    .flatMap((file) =>
      [...file.text.matchAll(namedPath)]
        .filter(([, path = '']) => !there(path))
        .map(({ 1: path, index }) => ({
          path: file.path,
          line: lineAt(file.text, index),
          message: `'${path}' is not there`,
        })),
    );
}

function linksOf(text: string): readonly { readonly target: string; readonly at: number }[] {
  // Code holds brackets of its own.
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, ' '));
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((hit) => ({ target: hit[1] ?? '', at: hit.index }))
    .filter(({ target }) => !/^[a-z]+:/i.test(target));
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/```[\s\S]*?```/g, '');
  return new Set(
    [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
