/**
 * Circles of files that are known and still to be mended, each in order of name. One that is mended leaves this list; there is
 * no way onto it.
 */
export const knownCircles: readonly (readonly string[])[] = [];
