import { compile, selectAll, selectOne } from 'css-select';
import type { AnyNode, Document, Element } from 'domhandler';
import { isTag } from 'domhandler';
import { textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';

/** Pages are read by id and class, never by words: they come in the language of the session (`whm-protocol 3.1`). */
export type Page = Document;

export function parsePage(html: string): Page {
  return parseDocument(html);
}

type Query = (element: Element) => boolean;

/** To compile a selector takes as long as to look for it in a page; they are the few constants of the readers. */
const compiled = new Map<string, Query>();

function query(selector: string): Query {
  let found = compiled.get(selector);
  if (!found) compiled.set(selector, (found = compile<AnyNode, Element>(selector)));
  return found;
}

/** The first element that one of the selectors finds, the first selector that finds any. */
export function first(root: AnyNode, ...selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const found = selectOne<AnyNode, Element>(query(selector), root);
    if (found !== null) return found;
  }
  return null;
}

/** The elements of the first selector that finds any. */
export function all(root: AnyNode, ...selectors: readonly string[]): readonly Element[] {
  for (const selector of selectors) {
    const found = selectAll<AnyNode, Element>(query(selector), root);
    if (found.length > 0) return found;
  }
  return [];
}

export function attribute(element: Element | null, name: string): string | null {
  return element?.attribs[name] ?? null;
}

/** Text as a reader sees it: blanks run together. */
export function textOf(node: AnyNode | null): string {
  return node === null ? '' : textContent(node).replace(/\s+/g, ' ').trim();
}

/** The text without the words of its links and controls. */
export function plainTextOf(element: Element | null): string {
  if (element === null) return '';
  const parts = element.children.map((child) =>
    isTag(child) && ['a', 'button', 'form', 'select', 'script', 'style'].includes(child.name) ? '' : textContent(child),
  );
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

/** The cells of a table row by each of their classes. */
export function cellsByClass(row: Element): ReadonlyMap<string, Element> {
  const cells = new Map<string, Element>();
  for (const child of row.children) {
    if (!isTag(child) || (child.name !== 'td' && child.name !== 'th')) continue;
    for (const name of (child.attribs['class'] ?? '').split(/\s+/)) {
      if (name !== '' && !cells.has(name)) cells.set(name, child);
    }
  }
  return cells;
}

/** WHM's login page stands where a session has expired, with status 200 too. */
export function isLoginPage(page: Page): boolean {
  return first(page, 'form#login_form', '#login-page', 'form[action*="/login/"] input[type=password]') !== null;
}

/** The message that a page of WHM ends with (`whm-protocol 3.1`); a failure counts before a success. */
export function outcomeMessage(page: Page): { readonly kind: 'ok' | 'error'; readonly text: string } | null {
  const error = first(page, '.errormsg');
  if (error !== null) return { kind: 'error', text: textOf(error) };
  const done = first(page, '.okmsg');
  return done === null ? null : { kind: 'ok', text: textOf(done) };
}
