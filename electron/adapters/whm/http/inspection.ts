import type { X509Certificate } from 'node:crypto';
import { describeCertificate } from './certificate.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import type { Certificate } from '#shared/contract/servers.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { openTls, peerCertificate, placeName, trustProblem, type SecureOptions } from './secure-socket.ts';

/** Most names that are shown of one certificate. */
const namesLimit = 100;

/** `DNS:a, IP Address:b`; Node quotes an entry as JSON when it holds a comma or a control character. */
function alternativeNames(text: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const [, quoted, plain] of (text ?? '').matchAll(/(?:DNS|IP Address):(?:("(?:[^"\\]|\\.)*")|([^,]*))/g)) {
    names.push(quoted === undefined ? (plain ?? '') : String(JSON.parse(quoted)));
  }
  return names;
}

function namesOf(certificate: X509Certificate): string[] {
  const names = alternativeNames(certificate.subjectAltName);
  const common = /^CN=(.+)$/m.exec(certificate.subject ?? '')?.[1];
  const all = names.length === 0 && common !== undefined ? [common] : names;
  return all.slice(0, namesLimit).map((name) => visibleText(name, 253));
}

/**
 * Looks at the certificate of a server: TLS only, no request is sent.
 * @throws WhmFailure `whm.unreachable`, `whm.tls-untrusted` when none is shown, `cancelled`
 */
export async function inspectCertificate(host: string, port: number, options: SecureOptions): Promise<Certificate> {
  const socket = await openTls({ host, port }, options);
  // Nothing follows on this connection, so how it ends is of no interest.
  socket.on('error', () => {});
  try {
    const certificate = peerCertificate(socket);
    if (certificate === undefined) {
      throw whmFailure('whm.tls-untrusted', `${placeName({ host, port })} showed no certificate.`);
    }
    const problem = trustProblem(socket, certificate, host);
    return {
      sha256: certificate.fingerprint256,
      ...describeCertificate(certificate),
      names: namesOf(certificate),
      trusted: problem === null,
      problem,
    };
  } finally {
    socket.destroy();
  }
}
