/** The place and the function, for words. */
export interface Asked {
  readonly place: string;
  readonly name: string;
}
