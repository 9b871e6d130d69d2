import { compile, selectAll, selectOne } from 'css-select';
import type { AnyNode, ChildNode, Document, Element } from 'domhandler';
import { DomHandler, hasChildren, isTag, isText } from 'domhandler';
import { Parser } from 'htmlparser2';
import { pageBudget } from '#electron/adapters/whm/budgets.ts';

/** Pages are read by id and class, never by words: they come in the language of the session (`whm-protocol 3.1`). */
export type Page = Document;

/** A page that nobody needs to read to know that it is none of WHM's. */
export class PageTooComplex extends Error {
  constructor() {
    super('The page is more complex than any of WHM.');
    this.name = 'PageTooComplex';
  }
}

/**
 * Stops where a page has more than any of WHM's: what is read of it afterwards takes time by its nodes and their depth.
 */
class BoundedHandler extends DomHandler {
  #nodes = 0;
  #attributes = 0;

  protected override addNode(node: ChildNode): void {
    this.#nodes += 1;
    if (this.#nodes > pageBudget.nodes || this.tagStack.length > pageBudget.depth) throw new PageTooComplex();
    super.addNode(node);
  }

  onattribute(): void {
    this.#attributes += 1;
    if (this.#attributes > pageBudget.attributes) throw new PageTooComplex();
  }
}

/** @throws PageTooComplex */
export function parsePage(html: string): Page {
  if (html.length > pageBudget.length) throw new PageTooComplex();
  const handler = new BoundedHandler();
  new Parser(handler).end(html);
  return handler.root;
}

/** Text inside a node in the order of the page, no more than the limit, UTF-16 units. */
export function rawTextOf(node: AnyNode | null, limit: number = pageBudget.field): string {
  let text = '';
  const read = (one: AnyNode): void => {
    if (text.length >= limit) return;
    if (isText(one)) text += one.data;
    else if (hasChildren(one)) for (const child of one.children) read(child);
  };
  if (node !== null) read(node);
  return text.slice(0, limit);
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

/** Text as a reader sees it: blanks run together. No cell or message that is shown is longer. */
export function textOf(node: AnyNode | null): string {
  return rawTextOf(node, pageBudget.text).replace(/\s+/g, ' ').trim();
}

/** The text without the words of its links and controls. */
export function plainTextOf(element: Element | null): string {
  if (element === null) return '';
  let text = '';
  for (const child of element.children) {
    if (text.length >= pageBudget.text) break;
    const isControl = isTag(child) && ['a', 'button', 'form', 'select', 'script', 'style'].includes(child.name);
    if (!isControl) text += ` ${rawTextOf(child, pageBudget.text)}`;
  }
  return text.slice(0, pageBudget.text).replace(/\s+/g, ' ').trim();
}

/** Parts of a table that rows stand in. */
const bodies: ReadonlySet<string> = new Set(['thead', 'tbody', 'tfoot']);

/** The rows of a table's own: those of a table inside one of its cells are none. */
export function rowsOf(table: Element): readonly Element[] {
  const rows: Element[] = [];
  for (const child of table.children) {
    if (!isTag(child)) continue;
    if (child.name === 'tr') rows.push(child);
    if (!bodies.has(child.name)) continue;
    for (const row of child.children) if (isTag(row) && row.name === 'tr') rows.push(row);
  }
  return rows;
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
