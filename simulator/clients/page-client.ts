/** Opens the pages of a running fleet the way a client does, by token or in a session: for the tests of the pages. */
import { selectAll, selectOne } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { getAttributeValue, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import type { Fleet } from '#simulator/fleet.ts';
import { call } from './small-fleet.ts';

export interface Page {
  readonly status: number;
  readonly body: string;
  readonly one: (selector: string) => Element | null;
  readonly all: (selector: string) => Element[];
  /** Trimmed text of the first match; null without one. */
  readonly text: (selector: string) => string | null;
  readonly texts: (selector: string) => string[];
  readonly attribute: (selector: string, name: string) => string | undefined;
}

export type Form = Readonly<Record<string, string>>;

/** Opens pages of one server: GET without a form, POST with one. */
export type Opener = (path: string, form?: Form) => Promise<Page>;

/** What is in a page. */
export function readPage(answer: { readonly status: number; readonly body: string }): Page {
  const document = parseDocument(answer.body);
  const one = (selector: string): Element | null => selectOne<AnyNode, Element>(selector, document);
  const all = (selector: string): Element[] => selectAll<AnyNode, Element>(selector, document);
  return {
    ...answer,
    one,
    all,
    text: (selector) => {
      const found = one(selector);
      return found === null ? null : textContent(found).trim();
    },
    texts: (selector) => all(selector).map((element) => textContent(element).trim()),
    attribute: (selector, name) => {
      const found = one(selector);
      return found === null ? undefined : getAttributeValue(found, name);
    },
  };
}

/** By the token of that user and name, root's `nameward` unless another is given. */
export function byToken(fleet: Fleet, id: string, user = 'root', name = 'nameward'): Opener {
  const authorization = authorizationOf(fleet, id, user, name);
  return async (path, form) => readPage(await call(fleet, id, path, { authorization, ...body(form) }));
}

/** In a session of that user, made with his own token `nameward`. */
export async function bySession(fleet: Fleet, id: string, user = 'root', locale = 'en'): Promise<Opener> {
  const query = new URLSearchParams({ 'api.version': '1', user, service: 'whostmgrd', app: 'dns_cluster', locale });
  const made = await call(fleet, id, `/json-api/create_user_session?${query.toString()}`, {
    authorization: authorizationOf(fleet, id, user, 'nameward'),
  });
  const { data } = JSON.parse(made.body) as { data: { url: string; cp_security_token: string } };
  const link = new URL(data.url);
  const opened = await call(fleet, id, link.pathname + link.search);
  const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  return async (path, form) =>
    readPage(await call(fleet, id, `${data.cp_security_token}${path}`, { headers: { cookie }, ...body(form) }));
}

function authorizationOf(fleet: Fleet, id: string, user: string, name: string): string {
  const token = [...(fleet.servers.get(id)?.tokens.values() ?? [])].find(
    (one) => one.name === name && one.user === user,
  );
  if (token === undefined) throw new Error(`${id} has no token ${name} of ${user}.`);
  return `whm ${user}:${token.token}`;
}

function body(form: Form | undefined): { readonly form?: string } {
  return form === undefined ? {} : { form: new URLSearchParams(form).toString() };
}
