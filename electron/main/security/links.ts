/** Hosts that the user's browser may be sent to: the documentation. The project has no site of its own yet. */
const hosts: ReadonlySet<string> = new Set(['docs.cpanel.net', 'api.docs.cpanel.net']);

/**
 * The one door for links that lead out of Nameward.
 * @param url anything
 * @returns the address to open in the user's browser, normalised; null when it may not be opened
 */
export function externalLink(url: string): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  const allowed =
    parsed.protocol === 'https:' &&
    hosts.has(parsed.hostname) &&
    parsed.port === '' &&
    parsed.username === '' &&
    parsed.password === '';
  return allowed ? parsed.href : null;
}
