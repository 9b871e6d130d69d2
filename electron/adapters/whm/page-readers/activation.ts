import type { AnyNode, Element } from 'domhandler';
import { isTag, isText } from 'domhandler';
import type { ReverseTrustSaid } from '#electron/services/change-ports.ts';
import { all, first, type Page } from './html.ts';

/** Elements that end a line of text. */
const breaks: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li', 'ul', 'ol', 'h3', 'h4', 'tr']);

/** The lines of a message as a reader sees them, however the page separates them. */
function linesOf(message: Element): readonly string[] {
  let text = '';
  const read = (node: AnyNode): void => {
    if (isText(node)) text += node.data.replace(/\s+/g, ' ');
    if (!isTag(node)) return;
    const ends = breaks.has(node.name);
    if (ends) text += '\n';
    for (const child of node.children) read(child);
    if (ends) text += '\n';
  };
  for (const child of message.children) read(child);
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * Four numbers and nothing that goes on: a version of WHM (`11.126.0.1`), or `10.0.0`, which stands for one that nobody
 * asked for.
 */
const versionPattern = /(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)?(?![\d.])/g;

function namesVersion(line: string, address: string): boolean {
  return [...line.matchAll(versionPattern)].some(([found]) => found !== address);
}

/**
 * What WHM's page says of the reverse trust that it was to set up (`whm-protocol 3.4`), read by its structure, since
 * the words are those of the session's language: success has one line more, between the line with the member's version
 * and the last one, which names the member's address; anything else comes with a `div.warningmsg`. No synchronization
 * is queued with it, which would have a line too.
 * @param address of the member
 * @returns `unknown` where the structure is another one, or contradicts itself
 */
export function reverseTrustSaid(page: Page, address: string): ReverseTrustSaid {
  const message = first(page, '#activateNameserverSucceeded');
  if (message === null) return 'unknown';
  const lines = linesOf(message);
  const version = lines.findIndex((line) => namesVersion(line, address));
  // The first line is about the trust itself; lines that cannot be told apart tell nothing.
  if (version < 1) return 'unknown';
  const rest = lines.slice(version + 1);
  const between = rest.at(-1)?.includes(address) === true ? rest.length - 1 : rest.length;
  if (between === 1) return 'established';
  return between === 0 && all(page, '.warningmsg').length > 0 ? 'not-established' : 'unknown';
}
