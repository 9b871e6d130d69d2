/**
 * What cPanel's client for peers prints about a request when the member's debug mode is on (`whm-protocol 6`).
 * The lines hold the whole form data and the header with the token: whoever shows them has to mask them.
 */

export interface TracedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Form data or query, encoded. */
  readonly data: string;
  /** Address of the peer. */
  readonly address: string;
  readonly user: string;
  readonly token: string;
}

/** The lines before the request is sent. */
export function requestLines(request: TracedRequest): readonly string[] {
  const query = request.method === 'GET' && request.data !== '' ? `?${request.data}` : '';
  const uri = `${request.path}${query}`;
  const form = request.method === 'POST' ? request.data : '';
  const client = 'cPanel::PublicAPI::WHM::DNS=HASH(0x55d0c1e7a2b8)';
  return [
    `debug: whmreq: ( ${client}, ${uri}, ${request.method}, ${form} )`,
    `debug: api_request: ( ${client}, whostmgr, ${uri}, ${request.method}, ${form}, Authorization: whm ${request.user}:${request.token} )`,
    'debug: Found port for service whostmgr to be 2087 (usessl=1)',
    `debug: URL: https://${request.address}:2087${uri}`,
  ];
}

/**
 * The lines after the answer has come.
 * @param length of the body in bytes
 */
export function answerLines(length: number): readonly string[] {
  return [
    'debug: HEADER[content-type]=[text/plain; charset="utf-8"]',
    `debug: HEADER[content-length]=[${String(length)}]`,
    'debug: READ TYPE=content-length',
  ];
}
