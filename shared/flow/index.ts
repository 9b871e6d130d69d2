export { createBorrower, type Borrower, type BorrowerStep } from './borrower.ts';
export type { Conflation } from './item-queue.ts';
export { createLender, type Lender } from './lender.ts';
export type { BorrowerMessage, LenderMessage } from './messages.ts';
