import type { AppError } from '#shared/errors/index.ts';

/** What crosses the port of one stream. */

/** From the lender (main) to the borrower (the page). */
export type LenderMessage<T> =
  | {
      readonly kind: 'items';
      readonly items: readonly T[];
      /** Items that were dropped just before these, with `drop-oldest`; else 0. */
      readonly gap: number;
    }
  /** Nothing follows. Null: ended as it should. */
  | { readonly kind: 'end'; readonly error: AppError | null };

/** From the borrower to the lender. */
export type BorrowerMessage =
  /** So many items were dealt with and may be lent again. */
  { readonly kind: 'acknowledge'; readonly count: number } | { readonly kind: 'close' };
