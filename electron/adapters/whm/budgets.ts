/**
 * What an answer can need at most, by what was asked: ten times and more of what the largest known servers give.
 * Whatever is longer, deeper or in more pieces is cut off and named; it would only cost us time and memory.
 */

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** What an answer holds. */
export type AnswerKind = 'function' | 'batch' | 'page' | 'lines' | 'zone names' | 'zones';

/** Longest body, bytes, unpacked. */
export const answerBytes: Readonly<Record<AnswerKind, number>> = {
  /** Of WHM API 1: the longest is the list of a root token's functions, some 30 KB. */
  function: megabyte,
  batch: 2 * megabyte,
  /** WHM's own pages: some 1.5 KB a member. */
  page: 2 * megabyte,
  /** Addresses, version and paths by the peer protocol, a line each. */
  lines: megabyte,
  /** Some 400,000 of them. */
  'zone names': 8 * megabyte,
  /** Whole zones; those that do not fit are asked for in halves. */
  zones: 32 * megabyte,
};

/** Most pieces that a body of so many bytes may come in: servers write some kilobytes at a time, or a line. */
export function mostPieces(body: number): number {
  return 5000 + Math.ceil(body / 200);
}

/**
 * Bytes that may arrive on a connection for a body of so many, whatever they are: informational answers, headers, the
 * sizes and extensions of chunks, trailers.
 */
export function wireBytes(body: number): number {
  return Math.ceil(body * 1.25) + 128 * kilobyte;
}

/** Bytes that may arrive until the head of an answer has, the beginning of its body included. */
export const headBytes = 256 * kilobyte;

/** What a text of JSON may be made of. */
export interface JsonBudget {
  /** Values and keys together. */
  readonly values: number;
  readonly depth: number;
}

/**
 * WHM's envelopes are five levels deep; a batch of 25 calls has some hundred values, a list of functions a thousand.
 */
export const jsonBudget: JsonBudget = { values: 100_000, depth: 64 };

/** A frame of the command stream has a handful of fields. */
export const frameJsonBudget: JsonBudget = { values: 200, depth: 8 };

/** What the commands of one round may send by the command stream. */
export const streamBudget = {
  /** One message, bytes; servers send a pipe's worth, 64 KB, at a time. */
  message: 2 * megabyte,
  /** Fragments of one message. */
  fragments: 1024,
  /** On the connection until the commands have ended, bytes. */
  bytes: 16 * megabyte,
  /** Messages until the commands have ended; a ping counts as several. */
  frames: 20_000,
} as const;

/** The same for a command that changes something and may print a line for each zone while it works for minutes. */
export const writeStreamBudget = { bytes: 64 * megabyte, frames: 500_000 } as const;

/** Kept of what a command complains, UTF-16 units. */
export const complaintLimit = 4096;

/** How many messages a ping or pong counts as: each is answered, and in earnest they come a minute apart. */
export const pingWeight = 20;

/** What may still come on a stream on which nothing runs: the end of the last command, pings. */
export const idleStreamBudget = { bytes: 256 * kilobyte, frames: 200 } as const;

/**
 * Messages, pings and pongs without text of the log that may come on a tail between two looks at it, which are half a
 * minute apart.
 */
export const tailNoise = 5000;

/** What a page may be made of; one of WHM's with a thousand members has some 40,000 nodes. */
export const pageBudget = {
  /** UTF-16 units. */
  length: 2 * megabyte,
  /** Elements, texts and comments. */
  nodes: 200_000,
  attributes: 200_000,
  depth: 200,
  /** Of a cell or a message, UTF-16 units. */
  text: 4096,
  /** Of a field of a form, UTF-16 units. */
  field: 256 * kilobyte,
  /** Longest page that is read where it arrived, UTF-16 units: that takes some milliseconds at most. */
  readInPlace: 48 * kilobyte,
  /** How long the reading of a longer one may take, ms. */
  readingMs: 5000,
} as const;
