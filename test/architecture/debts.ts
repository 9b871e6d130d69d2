/**
 * What is known to stand against the rules and is still to be mended; what is mended leaves this list, and there is no
 * way onto it. Both parts are empty.
 */
export const debts: {
  /** Files that import themselves by way of others, each circle in order of name. */
  readonly circles: readonly (readonly string[])[];
  /** Arrows between the rooms of one folder that stand against the others, `FOLDER: FROM → TO`. */
  readonly upward: readonly string[];
} = { circles: [], upward: [] };
