import electronLog from 'electron-log/node.js';
import { join } from 'node:path';
import type { ErrorDetails } from '#shared/errors/index.ts';
import type { Log } from '../../services/ports.ts';
import { redactFields } from './redaction.ts';

export interface FileLogOptions {
  /** Folder of the log files, made when missing. */
  readonly directory: string;
  /** Bytes after which the file becomes `nameward.old.log` and a new one begins. */
  readonly maximalBytes?: number;
  /** Gets every line as it is written, for a terminal; absent: the file only. */
  readonly echo?: (line: string) => void;
}

/**
 * A log file that rotates, for the support of one installation: it never leaves the machine by itself.
 * Every field is redacted here; messages are constants of our own.
 */
export function createFileLog({ directory, maximalBytes = 1024 ** 2, echo }: FileLogOptions): Log {
  const file = join(directory, 'nameward.log');
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
  const write = (level: 'info' | 'warn' | 'error', message: string, fields?: ErrorDetails): void => {
    const tail = fields ? ` ${JSON.stringify(redactFields(fields))}` : '';
    const line = `${new Date().toISOString()} ${level.padEnd(5)} ${message}${tail}`;
    logger[level](line);
    echo?.(line);
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}
