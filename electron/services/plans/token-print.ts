/**
 * Characters of a print: enough to tell tokens apart, and nothing that a token of 32 random characters could be found
 * out from.
 */
const length = 16;

/**
 * By a print an entry's token is recognised later without being kept.
 * @returns the beginning of its SHA-256, hexadecimal
 */
export async function printOf(token: string): Promise<string> {
  const bytes = new TextEncoder().encode(token.replaceAll(/\s+/g, ''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, length);
}
