import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CommandIo } from './io.ts';
import { run } from './run.ts';

const { stdout, stderr, env } = process;
const interruption = new AbortController();
const interrupt = (): void => interruption.abort();

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
let closed = false;
// `nameward tail | head`: the reader has enough, which is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  closed = true;
  interrupt();
});
stderr.on('error', () => undefined);

/** Two folders up both from the source and from what is built of it. */
const description = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const io: CommandIo = {
  version: description.version,
  write: (text) => closed || stdout.write(text),
  async drained() {
    if (stdout.writableNeedDrain && !closed)
      await once(stdout, 'drain', { signal: interruption.signal }).catch(() => undefined);
  },
  note: (text) => void stderr.write(text),
  // Both are undefined where there is no terminal, whatever Node's types say.
  colours: stdout.isTTY && stdout.hasColors() && !env['NO_COLOR'],
  progress: stderr.isTTY,
  env,
  interrupted: interruption.signal,
};

const status = await run(process.argv.slice(2), io);
process.exitCode = status;
// Whatever still listens must not keep a finished command alive; the text goes out first.
if (closed) process.exit(status);
stdout.write('', () => process.exit(status));
