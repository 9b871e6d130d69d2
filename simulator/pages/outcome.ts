/** A page that says how a request ended. */
import type { SimulatedRequest, SimulatedResponse } from '#simulator/seams.ts';
import { escapeHtml, goBack, message, page, type MessageKind } from './html.ts';
import { wordsOf } from './words.ts';

/** One message with the link back, the words in an h3 as on most pages (`whm-protocol 3.1`). */
export function outcomePage(
  request: SimulatedRequest,
  clusterUser: string,
  kind: MessageKind,
  text: string,
  title?: string,
): SimulatedResponse {
  const words = wordsOf(request.caller.locale);
  const body = `${message(kind, text)}\n${goBack(words, clusterUser)}`;
  return page(words, request.caller, title ?? words.dnsCluster, body);
}

/** The error that ends a page whose `cluster_user` is nobody. */
export function invalidUserPage(request: SimulatedRequest, name: string): SimulatedResponse {
  const words = wordsOf(request.caller.locale);
  return page(words, request.caller, words.dnsCluster, message('errormsg', words.invalidUser(name)));
}

/** Lines in one message, without an h3; see `whm-protocol 3.4`. */
export function linesMessage(kind: MessageKind, id: string, lines: readonly string[]): string {
  return `<div id="${id}" class="${kind}">${lines.map(escapeHtml).join('<br>\n')}</div>`;
}
