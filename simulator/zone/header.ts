/**
 * The first lines of a zone file as cPanel stamps them at every change (`whm-protocol 13.3`): who wrote last, when,
 * with which version.
 */

export interface ZoneStamp {
  readonly form: 'new' | 'old' | 'none';
  readonly hostname: string;
  readonly version: string;
  /** Epoch ms. */
  readonly at: number;
}

const HEADER = /^(?:; cPanel first:[^\n]*\n|; Zone file for [^\n]*\n)*/;

/** The zone file with a header of that form in place of its own; the version that made the file first stays. */
export function stampZone(text: string, zone: string, { form, hostname, version, at }: ZoneStamp): string {
  const body = text.replace(HEADER, '');
  if (form === 'none') return body;
  const first = /^; cPanel first:(\S+)/.exec(text)?.[1] ?? version;
  const seconds = String(Math.floor(at / 1000));
  const line =
    form === 'new'
      ? `; cPanel first:${first} (update_time):${seconds} Cpanel::ZoneFile::VERSION:1.3 hostname:${hostname} latest:${version}`
      : `; cPanel first:${first} latest:${version} Cpanel::ZoneFile::VERSION:1.3 mtime:${seconds} hostname:${hostname}`;
  return `${line}\n; Zone file for ${zone}\n${body}`;
}

/**
 * Whether a zone is of this server's own accounts, for which the simulator takes who wrote it first: a zone without a
 * header is.
 */
export function isWrittenBy(text: string, hostname: string): boolean {
  const [first = ''] = text.split('\n', 1);
  return !first.startsWith('; cPanel first:') || `${first} `.includes(` hostname:${hostname} `);
}
