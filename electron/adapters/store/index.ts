export { claimFolder } from './claim.ts';
export { createDocumentStore } from './document-store.ts';
export { createPlanArchive } from './journal.ts';
