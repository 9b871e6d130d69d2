/** Answers of the daemon itself, before any function or page is reached (`whm-protocol 1.7`). */
import type { SimulatedResponse } from '#simulator/seams.ts';

const PLAIN = 'text/plain; charset="utf-8"';
const HTML = 'text/html; charset="utf-8"';

export const SECURITY_TOKEN_MISSING = 'The security token is missing from your request.';
export const SECURITY_TOKEN_INVALID = 'The security token in your request is invalid.';
const LOGIN_INVALID = 'The login is invalid.';
export const SESSION_EXPIRED = 'Your session has expired. Please log in again.';

/** Bad, missing, expired or IP-blocked token on `/json-api`. */
export function apiAccessDenied(): SimulatedResponse {
  return {
    status: 403,
    reason: 'Forbidden Access denied',
    contentType: PLAIN,
    headers: { connection: 'close' },
    body: '{"cpanelresult":{"apiversion":"2","error":"Access denied","data":{"reason":"Access denied","result":"0"},"type":"text"}}',
  };
}

/**
 * On a path that is no API: an HTTP code in plain text, never a login page, when a token was given
 * (`whm-protocol 1.2`).
 */
export function plainRefusal(status: 400 | 401 | 403 | 404 | 413, reason: string, text: string): SimulatedResponse {
  return { status, reason, contentType: PLAIN, body: `${text}\n`, headers: { connection: 'close' } };
}

/** A login page with a text, for browsers. */
export function loginPage(text: string | null): SimulatedResponse {
  const note = text === null ? '' : `<div id="login-status" class="error-notice"><span>${text}</span></div>`;
  const form =
    '<form id="login_form" action="/login/" method="post"><input name="user" id="user"><input name="pass" id="pass" type="password"><button type="submit" id="login_submit">Log in</button></form>';
  return { status: 401, reason: 'Access Denied', contentType: HTML, body: page('WHM Login', `${note}${form}`) };
}

/**
 * A form login: nobody in the simulator has a password. A lock by cPHulk reads the same (`whm-protocol 1.7`).
 * @param loginOnly `login_only=1` was given: JSON, as clients want it, else the page for browsers
 * @param cookie the cookie of the session that comes to nothing, which is set all the same
 */
export function loginFailed(loginOnly: boolean, cookie: string): SimulatedResponse {
  const refused = loginPage(LOGIN_INVALID);
  return {
    ...refused,
    ...(loginOnly
      ? { contentType: 'application/json; charset="utf-8"', body: '{"status":0,"message":"see_login_log"}' }
      : {}),
    headers: { 'set-cookie': cookie },
  };
}

/** A page of the DNS Cluster interface asked for without its right: always HTTP 200 (`whm-protocol 3.1`). */
export function pagePermissionDenied(text: string): SimulatedResponse {
  return {
    status: 200,
    contentType: HTML,
    body: page('WHM', `<div class="errormsg"><h3>${text}</h3></div>`),
  };
}

/** A path that a logged-in browser may not open or that is not there. */
export function htmlRefusal(status: 403 | 404, text: string): SimulatedResponse {
  return { status, contentType: HTML, body: page('WHM', `<div class="errormsg"><h3>${text}</h3></div>`) };
}

/** What a server says on every path when it cannot work, for the fault `not-json`. */
export function licensePage(): SimulatedResponse {
  return {
    status: 200,
    contentType: HTML,
    body: page(
      'Cannot Read License File',
      '<h1>Cannot Read License File</h1><p>The cPanel license file is not readable.</p>',
    ),
  };
}

/** The front page of a session. */
export function frontPage(securityToken: string): SimulatedResponse {
  const link = `<a href="${securityToken}/scripts7/clusterstatus">DNS Cluster</a>`;
  return { status: 200, contentType: HTML, body: page('WebHost Manager', link) };
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>${body}</body>\n</html>\n`;
}
