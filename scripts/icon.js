/**
 * node scripts/desktop.js -- node scripts/icon.js
 * Draws resources/icon.png (512 x 512, transparent corners) from resources/icon.svg, in Electron, as Chromium draws it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from './set-up/command.js';
import { checkout } from './set-up/paths.js';
import { runScript, say, SetUpProblem } from './set-up/problem.js';
import { sandboxArguments } from './set-up/sandbox.js';

const size = 512;
const target = join(checkout, 'resources', 'icon.png');

await runScript(async () => {
  const electron = process.env['ELECTRON_EXEC_PATH'];
  if (electron === undefined) throw new SetUpProblem('usage: node scripts/desktop.js -- node scripts/icon.js');
  const drawing = await readFile(join(checkout, 'resources', 'icon.svg'), 'utf8');
  const app = await mkdtemp(join(tmpdir(), 'nameward-icon-'));
  try {
    await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'icon', version: '1.0.0', main: 'main.cjs' }));
    await writeFile(join(app, 'main.cjs'), painter(drawing));
    const args = [...sandboxArguments, '--force-device-scale-factor=1', `--user-data-dir=${join(app, 'profile')}`, app];
    const painted = await capture(electron, args);
    if (painted.status !== 0) throw new SetUpProblem(`Electron could not draw the icon:\n${painted.errors}`, 1);
  } finally {
    await rm(app, { recursive: true, force: true });
  }
  say(`drawn ${target}`);
  return 0;
});

/** @param {string} drawing SVG @returns {string} an Electron app that paints it off screen, writes it and ends */
function painter(drawing) {
  const page = `<!doctype html><style>body{margin:0;overflow:hidden}svg{display:block}</style>${drawing}`;
  return `
const { app, BrowserWindow } = require('electron');
const { writeFileSync } = require('node:fs');
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: ${size}, height: ${size}, useContentSize: true, frame: false, show: false, transparent: true,
    webPreferences: { offscreen: true, sandbox: true },
  });
  const painted = new Promise((resolve) => window.webContents.on('paint', (_event, _dirty, image) => resolve(image)));
  await window.loadURL(${JSON.stringify(`data:text/html;base64,${Buffer.from(page).toString('base64')}`)});
  await painted;
  const image = await window.webContents.capturePage();
  writeFileSync(${JSON.stringify(target)}, image.resize({ width: ${size}, height: ${size} }).toPNG());
  app.exit(0);
});
`;
}
