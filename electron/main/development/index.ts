import { start } from '#electron/main/start.ts';
import { developmentPage } from './page.ts';

/** `npm run dev`: main from its sources, the page from Vite's server, the log in the terminal as well. */
const address = process.env['ELECTRON_RENDERER_URL'];
if (address === undefined) throw new Error('This is started by `npm run dev`, which says where the page comes from.');
start({ page: developmentPage(address), echo: (line) => process.stderr.write(`${line}\n`) });
