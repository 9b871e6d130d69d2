/** What every answer of the API comes in (`whm-protocol 1.6`). */
export interface Envelope {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}
