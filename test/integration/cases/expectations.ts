/** What a case expects of the command line; test/fixtures/cases/README.md says what each field means. */

/** Regular expressions, any case. */
export interface Words {
  readonly says?: readonly string[];
  readonly neverSays?: readonly string[];
}

type Values = readonly unknown[];

export interface ServerExpectation {
  readonly members?: readonly string[] | null;
  readonly membersOneOf?: readonly (readonly string[] | null)[];
  readonly member?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly error?: Words & { readonly code?: readonly string[] };
  /** Further fields of the server, each with the values that are right. */
  readonly [field: string]: unknown;
}

export interface LinkExpectation extends Words {
  readonly from: string;
  readonly to: string;
  readonly count?: number;
  readonly role?: Values;
  readonly reverseTrust?: Values;
  readonly state?: Values;
}

export interface ShownLine {
  readonly text: string;
  readonly level?: readonly string[];
  readonly source?: readonly string[];
}

export interface StepExpectation extends Words {
  readonly refused?: boolean;
  readonly requests?: Words;
  readonly state?: readonly string[];
}

export type RunExpectation =
  | { readonly command: 'status'; readonly servers: Readonly<Record<string, ServerExpectation>> }
  | ({ readonly command: 'status-text' } & Words)
  | { readonly command: 'trust'; readonly links: readonly LinkExpectation[] }
  | {
      readonly command: 'tail';
      readonly filter?: string;
      readonly shows?: readonly ShownLine[];
      readonly hides?: readonly string[];
      readonly order?: readonly string[];
    }
  | {
      readonly command: 'plan' | 'apply';
      readonly changes: readonly unknown[];
      readonly steps: readonly StepExpectation[];
    };

export interface Expectations {
  readonly runs: readonly RunExpectation[];
  readonly secrets?: readonly string[];
  readonly requests?: readonly (Words & {
    readonly server: string;
    readonly path: string;
    readonly atLeast: number;
  })[];
}

/** @returns a sentence for each expression that should be there and is not, or is there and should not */
export function wordFailures(where: string, text: string, { says = [], neverSays = [] }: Words): readonly string[] {
  const found = (pattern: string): boolean => new RegExp(pattern, 'i').test(text);
  const shown = text.length > 400 ? `${text.slice(0, 400)}…` : text;
  return [
    ...says.filter((pattern) => !found(pattern)).map((pattern) => `${where} does not say /${pattern}/: ${shown}`),
    ...neverSays.filter(found).map((pattern) => `${where} says /${pattern}/: ${shown}`),
  ];
}

/** @returns a sentence when the value is none of those that are right */
export function valueFailures(where: string, value: unknown, right: Values | undefined): readonly string[] {
  if (right === undefined || right.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  return [`${where} is ${JSON.stringify(value)}, not ${right.map((one) => JSON.stringify(one)).join(' or ')}`];
}
