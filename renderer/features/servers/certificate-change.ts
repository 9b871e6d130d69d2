import type { Certificate, ServerEntry } from '#shared/contract/servers.ts';

/** What may have made a server show another certificate than the accepted one (`whm-protocol 13.4`). */
export function changeAdvice(accepted: ServerEntry['certificate'], seen: Certificate): string {
  if (accepted === null) {
    return seen.selfSigned
      ? 'No authority vouches for this self-signed certificate. WHM shows one when it is new, and as a placeholder when the renewal of one that an authority signed has failed.'
      : 'Compare it with the one on the server.';
  }
  if (seen.selfSigned && accepted.issuer !== undefined && accepted.issuer !== seen.issuer) {
    return 'The accepted certificate was signed by an authority, this one is self-signed. WHM installs such a placeholder when its nightly renewal fails, and so does who stands in between: accept it only after you have seen its SHA-256 on the server.';
  }
  return 'The usual cause is WHM’s nightly renewal of its certificate. Compare the SHA-256 with the one on the server all the same.';
}
