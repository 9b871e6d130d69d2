/** Looks for a secret in every place where it must not be. */
import type { ElectronApplication, Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a program might have written it. */
function spellings(secret: string): readonly Buffer[] {
  const bare = Buffer.from(secret, 'utf8');
  return [
    bare,
    Buffer.from(secret, 'utf16le'),
    Buffer.from(bare.toString('hex'), 'latin1'),
    // Base64 of a text that begins elsewhere looks different: the three alignments, without the blurred ends.
    ...[0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bare]).toString('base64');
      return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4), 'latin1');
    }),
  ];
}

/** @returns files below the folder that hold one of the secrets, and how many were looked at */
export function filesWith(folder: string, secrets: readonly string[]): { holding: string[]; looked: number } {
  const needles = secrets.flatMap(spellings);
  const holding: string[] = [];
  let looked = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch (error) {
      // The browser's own files come and go while it runs.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      throw error;
    }
    looked += 1;
    if (needles.some((needle) => content.includes(needle))) holding.push(file);
  }
  return { holding, looked };
}

/** @returns command lines of running processes that hold one of the secrets (Linux) */
export function argumentsWith(secrets: readonly string[]): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((process) => {
      try {
        const line = readFileSync(`/proc/${process}/cmdline`, 'utf8');
        return secrets.some((secret) => line.includes(secret)) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

/**
 * Everything in the page's JavaScript heap after a collection of garbage, as the text of a snapshot. Of a string only
 * the first 1,024 characters stand in it.
 */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const parts: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void parts.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return parts.join('');
}

interface Recording {
  recordedFrames?: string[];
}

/** From here on everything that main sends to the page is written down: replies, streams, messages. */
export async function recordFrames(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ ipcMain, BrowserWindow, MessageChannelMain }) => {
    const frames: string[] = [];
    (globalThis as Recording).recordedFrames = frames;
    const keep = (kind: string, frame: unknown): void => {
      frames.push(`${kind} ${JSON.stringify(frame)}`);
    };
    // There is no public way to a handler that is registered already.
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (...given: unknown[]) => unknown>;
    };
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...given) => {
        const reply = await handler(...given);
        keep('reply', reply);
        return reply;
      });
    }
    const record = (prototype: object, name: string): void => {
      const methods = prototype as Record<string, (...given: unknown[]) => unknown>;
      const original = methods[name];
      if (original === undefined) throw new Error(`There is no ${name} to record.`);
      methods[name] = function (this: unknown, ...given: unknown[]) {
        keep(name, given);
        return original.apply(this, given);
      };
    };
    record(Object.getPrototypeOf(new MessageChannelMain().port1) as object, 'postMessage');
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('There is no window.');
    for (const name of ['send', 'postMessage']) record(Object.getPrototypeOf(contents) as object, name);
  });
}

/** @returns what was written down since `recordFrames` */
export async function recordedFrames(app: ElectronApplication): Promise<readonly string[]> {
  return await app.evaluate(() => (globalThis as Recording).recordedFrames ?? []);
}
