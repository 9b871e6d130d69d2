/**
 * What the head of every page of WHM tells scripts (`whm-protocol 13 C22`): the product among it. That it is one object
 * is known, its writing is inferred.
 */
import type { ServerState } from '#simulator/model.ts';
import type { Caller, SimulatedResponse } from '#simulator/seams.ts';

/** The same page with `COMMON` in its head; what is no page stays as it is. */
export function withHead(
  answer: SimulatedResponse,
  server: ServerState,
  caller: Caller,
  securityToken: string | null,
): SimulatedResponse {
  if (typeof answer.body !== 'string' || !answer.contentType.startsWith('text/html')) return answer;
  const common = {
    isDnsOnly: server.product === 'dnsonly',
    hasRootPrivileges: caller.acls === null,
    securityToken: securityToken ?? '',
    userName: caller.user,
  };
  const lines = Object.entries(common).map(([name, value]) => `COMMON.${name} = ${JSON.stringify(value)};`);
  const script = `<script>\nvar COMMON = window.COMMON || {};\n${lines.join('\n')}\n</script>\n</head>`;
  return { ...answer, body: answer.body.replace('</head>', () => script) };
}
