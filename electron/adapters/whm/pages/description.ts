import type { RequestDescription } from '#shared/contract/requests.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { createUserSession } from '#electron/adapters/whm/api/functions.ts';
import { masked } from '#electron/adapters/whm/redaction.ts';
import { partsOf, type PageRequest } from './page-request.ts';
import { sessionApp } from './session.ts';

/** Header lines by which the pages are opened, secrets masked. */
function headersOf({ memory, server }: Access): readonly string[] {
  return memory.pageAccess === 'session'
    ? [`Cookie: whostmgrsession=${masked}`]
    : [`Authorization: whm ${server.user}:${masked}`];
}

/** What opens a session, where none is kept. */
function describeLogin(access: Access): readonly RequestDescription[] {
  const query = new URLSearchParams([
    ['api.version', '1'],
    ...createUserSession.query({ user: access.server.user, app: sessionApp }),
  ]);
  const root = `https://${access.place}`;
  const headers = [`Authorization: whm ${access.caller}:${masked}`];
  return [
    { method: 'GET', url: `${root}/json-api/${createUserSession.name}?${query.toString()}`, body: null, headers },
    { method: 'GET', url: `${root}/cpsess${masked}/login/?session=${masked}`, body: null, headers: [] },
  ];
}

/**
 * Values that stand in for a secret, or for what is only read when the change is made, are shown as they are and not
 * encoded.
 */
function readable(text: string): string {
  return text
    .replaceAll(encodeURIComponent(masked), masked)
    .replace(/%E2%80%B9(?:(?!%E2%80%B9).){0,2000}?%E2%80%BA/g, (part) => {
      return decodeURIComponent(part).replaceAll('+', ' ');
    });
}

/** A request to a page as it will be sent; in a session it carries its prefix and cookie. */
export function describePage(access: Access, request: PageRequest): RequestDescription {
  const { path, body } = partsOf(request);
  const prefix = access.memory.pageAccess === 'session' ? `/cpsess${masked}` : '';
  return {
    method: request.method,
    url: `https://${access.place}${prefix}${readable(path)}`,
    body: body === null ? null : readable(body),
    headers: [...headersOf(access)],
  };
}

/**
 * The requests that come before every change by pages: a session where none is kept, and the list, so that nothing is
 * written on a page that is not recognised. Where no way to the pages is known yet, the token's is described.
 * @param clusterUser whose list is managed; null: the parameter is left out
 */
export function describeReading(access: Access, clusterUser: string | null): readonly RequestDescription[] {
  const { memory } = access;
  const bySession = memory.pageAccess === 'session';
  const path = memory.statusPath ?? (bySession ? '/scripts7/clusterstatus' : '/cgi/clusterstatus.cgi');
  const fields: PageRequest['fields'] = clusterUser === null ? [] : [['cluster_user', clusterUser]];
  return [
    ...(bySession && memory.session === null ? describeLogin(access) : []),
    describePage(access, { method: 'GET', path, fields }),
  ];
}
