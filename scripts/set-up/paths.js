import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What belongs to this checkout only and can be deleted at any time; not tracked by git. */
export const checkoutCache = join(checkout, '.cache');

/** What all checkouts of this user share (a large download, say), by the XDG base directory specification. */
export const userCache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nameward');
