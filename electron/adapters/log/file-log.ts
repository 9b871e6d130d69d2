import type { Logger } from 'electron-log';
import { join } from 'node:path';
import type { ErrorDetails } from '#shared/errors/index.ts';
import type { Log } from '#electron/services/ports.ts';
import { redactFields } from './redaction.ts';

export interface FileLogOptions {
  /** Folder of the log files, made when missing. */
  readonly directory: string;
  /** Bytes after which the file becomes `nameward.old.log` and a new one begins. */
  readonly maximalBytes?: number;
  /** Gets every line as it is written, for a terminal; absent: the file only. */
  readonly echo?: (line: string) => void;
}

export interface FileLog extends Log {
  /** Loads the library that writes, once; what is logged before waits in memory. The first error loads it, too. */
  begin(): Promise<void>;
}

type Level = 'info' | 'warn' | 'error';

/**
 * A log file that rotates, for the support of one installation: it never leaves the machine by itself.
 * Every field is redacted here; messages are constants of our own.
 */
export function createFileLog({ directory, maximalBytes = 1024 ** 2, echo }: FileLogOptions): FileLog {
  let logger: Pick<Logger, Level> | null = null;
  let opening: Promise<void> | null = null;
  const waiting: [Level, string][] = [];

  const open = async (): Promise<void> => {
    const opened = await openLogger(join(directory, 'nameward.log'), maximalBytes);
    for (const [level, line] of waiting.splice(0)) opened[level](line);
    logger = opened;
  };
  const begin = (): Promise<void> => (opening ??= open());
  const write = (level: Level, message: string, fields?: ErrorDetails): void => {
    const tail = fields ? ` ${JSON.stringify(redactFields(fields))}` : '';
    const line = `${new Date().toISOString()} ${level.padEnd(5)} ${message}${tail}`;
    if (logger) logger[level](line);
    else waiting.push([level, line]);
    if (level === 'error') void begin();
    echo?.(line);
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    begin,
  };
}

async function openLogger(file: string, maximalBytes: number): Promise<Pick<Logger, Level>> {
  const { default: electronLog } = await import('electron-log/node.js');
  const logger = electronLog.create({ logId: file });
  logger.transports.console.level = false;
  // The two others would hand lines to a page or to a server.
  if (logger.transports.ipc) logger.transports.ipc.level = false;
  if (logger.transports.remote) logger.transports.remote.level = false;
  Object.assign(logger.transports.file, {
    level: 'info',
    maxSize: maximalBytes,
    // The library writes each line at once by default, so that the last one before a crash is there; lines are few.
    writeOptions: { flag: 'a', mode: 0o600, encoding: 'utf8' },
    resolvePathFn: () => file,
    format: '{text}',
  });
  return logger;
}
