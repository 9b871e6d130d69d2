export { createBorrower, type Borrower, type BorrowerStep } from './borrower.ts';
export { createLender, type Conflation, type Lender } from './lender.ts';
export type { BorrowerMessage, LenderMessage } from './messages.ts';
