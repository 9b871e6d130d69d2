import { config } from 'zod';

// Must be the first import of the page: zod looks whether it may compile code when a schema is made, and the content security
// policy forbids that.
config({ jitless: true });
