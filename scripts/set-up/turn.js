import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkoutCache } from './paths.js';
import { say } from './problem.js';

/**
 * Lets one script at a time do a piece of set-up in this checkout: two `npm ci` at once leave half a node_modules.
 * @template T
 * @param {string} work names the piece, also in the line that a waiting script prints
 * @param {() => Promise<T>} act checks for itself whether another script has done it in the meantime
 * @returns {Promise<T>}
 */
export async function inTurn(work, act) {
  await mkdir(checkoutCache, { recursive: true });
  const file = join(checkoutCache, `${work}.pid`);
  let told = false;
  while (!(await take(file))) {
    if (!told) say(`waiting for another script's ${work}`);
    told = true;
    await delay(200);
  }
  try {
    return await act();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file @returns {Promise<boolean>} whether it is ours now; one whose owner has died is removed */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  // Between its creation and its first byte the file is empty; its owner is at work.
  if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
  return false;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
