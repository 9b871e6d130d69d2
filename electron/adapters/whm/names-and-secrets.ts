/**
 * Texts of the user that go into requests: what a name of a user may be, and the secret in a token as it was pasted.
 */

const userPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a text may be the name of a user of WHM: no path, no option. */
export function isUserName(text: string): boolean {
  return userPattern.test(text);
}

/**
 * The secret of an API token or access key: the lines BEGIN and END of an access key taken off, the rest in one line
 * (`whm-protocol 1.2`, `3.4`). What may stand in it is for whoever sends it to check.
 */
export function bareSecret(token: string): string {
  return token
    .split(/\r?\n/)
    .filter((line) => !/^-{2,}/.test(line.trim()))
    .join('')
    .replace(/\s+/g, '');
}
