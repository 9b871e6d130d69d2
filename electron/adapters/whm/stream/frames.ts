import { isUtf8 } from 'node:buffer';
import { frameJsonBudget } from '#electron/adapters/whm/budgets.ts';
import { isObject } from '#electron/adapters/whm/answers/envelope.ts';
import type { Frame } from '#electron/adapters/whm/command-stream.ts';
import { fitsJsonBudget } from '#electron/adapters/whm/answers/json-shape.ts';

/** Classes that refuse a command or the whole stream. */
const refusals: ReadonlySet<string> = new Set([
  'bad_arguments',
  'deserialization_failed',
  'malformed_structure',
  'missing_id',
  'missing_class',
  'unknown_class',
]);

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Reads one message: JSON after optional blanks. JSON is ASCII outside its strings, so a frame that is no UTF-8 is read
 * byte by byte and the chunks are put together before they are decoded.
 * @returns null when it is not such a frame
 */
export function parseFrame(data: Buffer): Frame | null {
  const bytes = !isUtf8(data);
  const text = data.toString(bytes ? 'latin1' : 'utf8');
  if (!fitsJsonBudget(text, frameJsonBudget)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const name = value['class'];
  if (typeof name !== 'string') return null;
  const id = numberOf(value['id']);
  if (name.endsWith('_failed') || refusals.has(name)) {
    const text = textOf(value['text']) || textOf(value['why']) || textOf(value['errno']);
    return { kind: 'refused', id, name, text };
  }
  if (id === null) return null;
  switch (name) {
    case 'exec_ok':
      return { kind: 'started', id };
    case 'stdout':
    case 'stderr':
      return { kind: 'output', id, stream: name, chunk: textOf(value['chunk']), bytes };
    case 'ended':
      return { kind: 'ended', id, status: numberOf(value['status']) ?? 0 };
    default:
      return null;
  }
}

/** A wait status (`whm-protocol 7.1`): the exit code above, the signal below. */
export interface ExitStatus {
  readonly code: number;
  readonly signal: number;
}

export function exitStatus(waitStatus: number): ExitStatus {
  return { code: waitStatus >> 8, signal: waitStatus & 0x7f };
}

/** Puts the chunks of one output together; a character may be cut in two by a chunk. */
export interface ChunkDecoder {
  add(chunk: string, bytes: boolean): string;
  end(): string;
}

export function createChunkDecoder(): ChunkDecoder {
  const decoder = new TextDecoder('utf-8');
  let open = false;
  const flush = (): string => {
    if (!open) return '';
    open = false;
    return decoder.decode();
  };
  return {
    add(chunk, bytes) {
      if (!bytes) return flush() + chunk;
      open = true;
      return decoder.decode(Buffer.from(chunk, 'latin1'), { stream: true });
    },
    end: flush,
  };
}
