import { join } from 'node:path';
import { builtPage } from '#electron/main/security/page-files.ts';
import { start } from './start.ts';

/** The built app: the page is the one that was built with it. */
start({ page: builtPage(join(import.meta.dirname, '../renderer')) });
