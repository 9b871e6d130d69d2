import { isIP } from 'node:net';
import * as tls from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import type { AcceptedCertificate } from '#electron/services/ports.ts';
import { changeDetails, changeWords, describeCertificate } from './certificate.ts';
import {
  cancelled,
  transportFailure,
  unreachable,
  whmFailure,
  type WhmFailure,
} from '#electron/adapters/whm/failure.ts';

/** Where to connect and what makes the certificate there the right one. */
export interface SecurePlace {
  readonly host: string;
  readonly port: number;
  /** Accepted SHA-256 (`AB:CD:…`); null: an authority must vouch for `host`. */
  readonly pin: string | null;
  readonly accepted?: AcceptedCertificate | null;
}

export interface SecureOptions {
  /** Deadline for name, TCP and TLS together, ms. */
  readonly timeoutMs: number;
  /** Made once by {@link createSecureContext}: loading the authorities costs more than a handshake. */
  readonly context: tls.SecureContext;
  readonly signal?: AbortSignal | undefined;
}

/** @param authorities certificates of authorities instead of the well-known ones (PEM); null for those */
export function createSecureContext(authorities: readonly string[] | null): tls.SecureContext {
  return tls.createSecureContext(authorities === null ? {} : { ca: [...authorities] });
}

/** `HOST:PORT` as words name it. */
export function placeName({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const problems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'An authority that is not known here signed the certificate.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The authority that signed the certificate is not known here.',
  UNABLE_TO_GET_ISSUER_CERT: 'The authority that signed the certificate is not known here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The authority that signed the certificate is not known here.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  CERT_NOT_YET_VALID: 'The certificate is not valid yet.',
  CERT_REVOKED: 'The certificate was revoked.',
  CERT_UNTRUSTED: 'The certificate is not trusted for this use.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for other names.',
};

/** Names end with a dot only in DNS; certificates know none. */
function nameOf(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** The certificate that the other side showed on an open connection. */
export function peerCertificate(socket: tls.TLSSocket): X509Certificate | undefined {
  return socket.getPeerX509Certificate();
}

/**
 * Why no known authority vouches for this host on this connection.
 * @returns words for people; null when one does and the certificate is valid now
 */
export function trustProblem(socket: tls.TLSSocket, certificate: X509Certificate, host: string): string | null {
  if (!socket.authorized) {
    const error: unknown = socket.authorizationError;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return problems[code] ?? `The certificate could not be verified (${code}).`;
  }
  // Node leaves out this check where a session was resumed; it is done here on every connection.
  const mismatch = tls.checkServerIdentity(nameOf(host), certificate.toLegacyObject());
  return mismatch === undefined ? null : 'The certificate is for other names.';
}

const placeholderWords =
  ' WHM shows such a certificate when it is new, and as a placeholder when the renewal of one that an authority signed has failed.';

function judgeCertificate(socket: tls.TLSSocket, place: SecurePlace): WhmFailure | null {
  const certificate = peerCertificate(socket);
  if (certificate === undefined) {
    return whmFailure('whm.tls-untrusted', `${placeName(place)} showed no certificate. Nothing was sent to it.`);
  }
  const sha256 = certificate.fingerprint256;
  const seen = describeCertificate(certificate);
  ends.set(socket, seen.validTo);
  if (place.pin !== null) {
    const accepted = place.accepted ?? null;
    return sha256 === place.pin.toUpperCase()
      ? null
      : whmFailure(
          'whm.tls-changed',
          `The certificate of ${placeName(place)} is not the one that was accepted; nothing was sent. ${changeWords(seen, accepted)} Compare the SHA-256 with the server before you accept the new one.`,
          { sha256, accepted: place.pin, ...changeDetails(seen, accepted) },
        );
  }
  const problem = trustProblem(socket, certificate, place.host);
  return problem === null
    ? null
    : whmFailure(
        'whm.tls-untrusted',
        `${placeName(place)} is not trusted: ${problem} Its SHA-256 is ${sha256}. Nothing was sent to it.${seen.selfSigned ? placeholderWords : ''}`,
        { sha256, problem, ...changeDetails(seen, null) },
      );
}

/** By connection: Node shows a certificate once and leaves it out afterwards. */
const ends = new WeakMap<tls.TLSSocket, number>();

/** When the certificate of a judged connection ends, epoch ms. */
export function certificateEndOf(socket: tls.TLSSocket): number | null {
  return ends.get(socket) ?? null;
}

/** WHM without TLS (`whm-protocol 1.1`): no token may ever go there. */
const plainTextPort = 2086;

/** TLS to the place, whatever its certificate: for looking at it. The caller must judge before it writes. */
export function openTls(place: Omit<SecurePlace, 'pin'>, options: SecureOptions): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    if (place.port === plainTextPort) {
      reject(whmFailure('input.invalid', 'Port 2086 is WHM in plain text. Use the port for TLS, 2087.'));
      return;
    }
    const host = nameOf(place.host);
    const socket = tls.connect({
      host,
      port: place.port,
      // No name is sent for an address: RFC 6066 has none for it.
      servername: isIP(host) === 0 ? host : '',
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      secureContext: options.context,
    });
    const settle = (failure: WhmFailure | null): void => {
      clearTimeout(timer);
      socket.off('error', onError).off('close', onClose).off('secureConnect', onSecure);
      signal?.removeEventListener('abort', onAbort);
      if (failure === null) {
        resolve(socket);
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(failure);
    };
    const onSecure = (): void => settle(null);
    const onError = (error: Error): void => settle(transportFailure(error, 'connecting', placeName(place)));
    const onClose = (): void => settle(unreachable('reset', placeName(place)));
    const onAbort = (): void => settle(cancelled());
    // A port that is filtered takes no connection at all; one that does and then says nothing is something else.
    let isTaken = false;
    socket.once('connect', () => (isTaken = true));
    const timer = setTimeout(
      () => settle(unreachable(isTaken ? 'tls-timeout' : 'connect-timeout', placeName(place))),
      options.timeoutMs,
    );
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    socket.once('secureConnect', onSecure).once('error', onError).once('close', onClose);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * TLS to a server whose certificate was judged before anything can be written. No session is ever resumed, so the
 * certificate is shown and judged on every connection.
 * @throws WhmFailure `whm.tls-changed` (`details.sha256` seen, `details.accepted`), `whm.tls-untrusted`
 *   (`details.sha256` seen, `details.problem`), `whm.unreachable`, `cancelled`
 */
export async function openSecureSocket(place: SecurePlace, options: SecureOptions): Promise<tls.TLSSocket> {
  const socket = await openTls(place, options);
  const failure = judgeCertificate(socket, place);
  if (failure === null) return socket;
  socket.on('error', () => {});
  socket.destroy();
  throw failure;
}
