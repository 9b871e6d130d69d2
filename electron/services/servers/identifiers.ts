/** Longest part that is made out of a name; an id may be longer when the user wrote it into the inventory. */
const longest = 60;

/**
 * A readable id for a new server: the first label of its host name (`web1.example.net` → `web1`), the whole address for
 * an IP (`10.0.0.1` → `10.0.0.1`), with a number behind it when it is taken.
 * @param name what the user calls it, may be empty
 * @param taken whether an id is in use
 */
export function newServerId(name: string, host: string, taken: (id: string) => boolean): string {
  const source = /^[\d.]+$|:/.test(host) ? (/[a-z]/i.test(name) ? name : host) : host;
  const isAddress = /^[\d.]+$|:/.test(source);
  const readable = (isAddress ? source : (source.split('.')[0] ?? ''))
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[.-]+|(?<![.-])[.-]+$/g, '')
    .slice(0, longest);
  const base = readable === '' ? 'server' : readable;
  if (!taken(base)) return base;
  let number = 2;
  while (taken(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
