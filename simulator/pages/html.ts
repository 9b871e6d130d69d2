/** The skeleton that all pages of WHM share. */
import type { Caller, SimulatedResponse } from '#simulator/seams.ts';
import type { Words } from './words.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The three kinds of message that tell the outcome of a page (`whm-protocol 3.1`). */
export type MessageKind = 'okmsg' | 'errormsg' | 'warningmsg';

/**
 * The message a page ends with.
 * @param text the words, not yet escaped
 * @param plain most pages wrap the text in an h3; changeclusterdns and activate do not (`whm-protocol 3.1`)
 */
export function message(kind: MessageKind, text: string, plain = false): string {
  const words = escapeHtml(text);
  return `<div class="${kind}">${plain ? words : `<h3>${words}</h3>`}</div>`;
}

/** The link back to the list of members, on every page but that one. */
export function goBack(words: Words, clusterUser: string): string {
  const target = `../scripts7/clusterstatus?cluster_user=${encodeURIComponent(clusterUser)}`;
  return `<div id="cluster_go_back"><a href="${escapeHtml(target)}">${escapeHtml(words.goBack)}</a></div>`;
}

/**
 * A whole page around a body. Its links are relative, so that it works in a session below `/cpsess…` as well as without
 * one.
 * @param body HTML, escaped already
 */
export function page(words: Words, caller: Caller, title: string, body: string): SimulatedResponse {
  return {
    status: 200,
    contentType: 'text/html; charset="utf-8"',
    body: `<!DOCTYPE html>
<html lang="${escapeHtml(words.language)}" dir="ltr">
<head>
<meta charset="utf-8">
<title>WHM - ${escapeHtml(title)}</title>
<link rel="stylesheet" type="text/css" href="../themes/x/style_optimized.css">
</head>
<body class="whm yui-skin-sam">
<div id="masterContainer">
<div id="breadcrumbs"><ul class="breadcrumbs"><li><a href="../scripts/command">${escapeHtml(words.home)}</a></li><li>${escapeHtml(words.clusters)}</li><li class="active">${escapeHtml(title)}</li></ul></div>
<div id="userInfo"><span class="username">${escapeHtml(caller.user)}</span></div>
<div id="contentContainer">
<h1 class="page-title">${escapeHtml(title)}</h1>
${body}
</div>
</div>
</body>
</html>
`,
  };
}
