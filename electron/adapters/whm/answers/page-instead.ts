import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { Asked } from './asked.ts';

/**
 * A page that stands where data is due. `disk-full` and `licence` are WHM's own words about the server; `own` and
 * `login` are its interface for browsers (`whm-protocol 1.7`); `other` is somebody else's.
 */
export type PageInstead =
  | { readonly kind: 'disk-full'; readonly fileSystem: string | null; readonly says: string }
  | { readonly kind: 'licence'; readonly says: string }
  | { readonly kind: 'own' | 'login' | 'other' };

/** Beginning that is looked at, UTF-16 units: a page says what it is at once, and none is searched to its end. */
const looked = 16 * 1024;

/** WHM prints the header of an answer a second time as its text now and then, before the page. */
const headerLines = /^(?:[A-Za-z-]{1,40}:[^\r\n]{0,500}\r?\n){1,10}\s*(?=<)/;

/** The words in it, without markup; scripts and styles are no words. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)\b[^<>]{0,500}>[^<]*<\/\1>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function headingsOf(html: string): string {
  return [...html.matchAll(/<(title|h[1-4])\b[^<>]*>([^<]*)/gi)].map(([, , text = '']) => text).join(' ');
}

/** The sentence with the words in it. */
function sentenceWith(words: string, at: number): string {
  const before = words.slice(Math.max(0, at - 300), at);
  const begin = at - before.length + Math.max(before.lastIndexOf('! '), before.lastIndexOf('. ')) + 1;
  const after = /[.!?](?= |$)/.exec(words.slice(at, at + 300));
  return words.slice(begin, after === null ? at + 300 : at + after.index + 1).trim();
}

/**
 * E.g. 'The filesystem mounted at / on this server is running out of disk space. cPanel operations have been
 * temporarily suspended'.
 */
const diskFull = /out of disk space|no space left on device|disk (?:quota exceeded|(?:is )?full)|file ?system is full/i;
const mounted = /file ?system (?:mounted )?(?:at|on) (\/[\w./-]{0,200})/i;
const licence = /\blicen[cs](?:e|es|ed|ing)\b/i;
/** The head of every page of WHM (`whm-protocol 3.1`): its title, or an address below its own files. */
const ownPage = /cPanel_magic_revision|WebHost Manager|<title>[^<]{0,200}\bWHM\b/i;
const loginPage = /id=["']?(?:login_form|login-page)\b|action=["'][^"']{0,100}\/login\//i;

function fullDisk(words: string): PageInstead | null {
  const full = diskFull.exec(words);
  if (full === null) return null;
  return { kind: 'disk-full', fileSystem: mounted.exec(words)?.[1] ?? null, says: sentenceWith(words, full.index) };
}

/**
 * What a text says of the whole server that came where JSON is due and is no page. Not for texts that hold zones: a
 * record may speak of anything.
 * @returns null when it says nothing of that kind
 */
export function textInstead(body: string): PageInstead | null {
  const words = body.slice(0, looked).replace(/\s+/g, ' ').trim();
  const full = fullDisk(words);
  if (full !== null) return full;
  const ofLicence = licence.exec(words);
  return ofLicence === null ? null : { kind: 'licence', says: sentenceWith(words, ofLicence.index) };
}

/**
 * What page a body is.
 * @returns null when it is none
 */
export function pageInstead(body: string): PageInstead | null {
  const text = body.slice(0, looked).trimStart().replace(headerLines, '');
  if (!text.startsWith('<')) return null;
  const words = wordsOf(text);
  const full = fullDisk(words);
  if (full !== null) return full;
  if (loginPage.test(text)) return { kind: 'login' };
  // WHM's menus name the licence too: there it is in no heading.
  const ofLicence = licence.exec(ownPage.test(text) ? headingsOf(text) : words);
  if (ofLicence !== null) {
    const inWords = licence.exec(words);
    return { kind: 'licence', says: inWords === null ? '' : sentenceWith(words, inWords.index) };
  }
  return { kind: ownPage.test(text) ? 'own' : 'other' };
}

/**
 * What the page says of the whole server, whatever was asked and whatever the status.
 * @returns null: it says nothing of that kind
 */
export function serverTrouble(place: string, page: PageInstead | null): WhmFailure | null {
  if (page?.kind === 'disk-full') {
    const where = page.fileSystem === null ? 'A file system' : `The file system ${page.fileSystem}`;
    return whmFailure(
      'whm.protocol',
      `${where} of ${place} has run out of disk space, and WHM has suspended its operations there: “${page.says}” Free space on the server; it is asked again by itself.`,
      { reason: 'disk-full', ...(page.fileSystem === null ? {} : { fileSystem: page.fileSystem }) },
    );
  }
  if (page?.kind === 'licence') {
    return whmFailure(
      'whm.protocol',
      `WHM on ${place} reports a problem with its licence instead of answering: “${page.says}” Check the licence of the server; it is asked again by itself.`,
      { reason: 'licence' },
    );
  }
  return null;
}

/** The failure of an answer that is a page where data is due. */
export function pageFailure({ place, name }: Asked, page: PageInstead): WhmFailure {
  const trouble = serverTrouble(place, page);
  if (trouble !== null) return trouble;
  switch (page.kind) {
    case 'own':
      return whmFailure(
        'whm.protocol',
        `${place} answered ${name} with WHM’s own page, as to a browser: the path or a header was lost on the way, often by a proxy in front of WHM. Give the address of WHM itself.`,
        { reason: 'own-page' },
      );
    case 'login':
      return whmFailure(
        'whm.protocol',
        `${place} answered ${name} with WHM’s login page, as to a browser that is not logged in: a proxy on the way may have dropped the Authorization header. Give the address of WHM itself.`,
        { reason: 'login-page' },
      );
    default:
      return whmFailure(
        'whm.protocol',
        `${place}: the server answered with a page, not API data (${name}), and it is none of WHM’s. Is this the address and port of WHM?`,
        { reason: 'page' },
      );
  }
}
