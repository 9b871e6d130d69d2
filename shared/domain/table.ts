/**
 * What a table holds under a key that came from elsewhere: a server, a file, the page. A plain look-up finds what every
 * object has as well (`constructor`, `toString`, `__proto__`), and takes it for an entry.
 */
export function lookUp<T>(table: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined;
}
