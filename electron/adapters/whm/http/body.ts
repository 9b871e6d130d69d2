import { promisify } from 'node:util';
import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { createPieces, type Overflow } from './pieces.ts';
import type { HttpAnswer } from './http-answer.ts';

/** Where an answer has more than it can need. */
type Excess = Overflow | 'framing';

const words: Readonly<Record<Excess, string>> = {
  'too-large': 'more than such an answer can hold',
  'too-many-pieces': 'its answer in more pieces than any server does',
  framing: 'far more framing than answer (headers, chunks or informational answers)',
};

/** The failure of an answer that was cut off; `details.reason` is the excess. */
export function tooMuch(place: string, excess: Excess): WhmFailure {
  return whmFailure('whm.protocol', `${place} sent ${words[excess]}; it was cut off.`, { reason: excess });
}

type Unpack = (packed: InputType, options: ZlibOptions) => Promise<Buffer>;

/** Codings that servers use though they were not asked to (`whm-protocol 5`); others stay as they are. */
const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
};

async function unpacked(bytes: Buffer, coding: string, limit: number, place: string): Promise<Buffer> {
  try {
    return (await unpackers[coding]?.(bytes, { maxOutputLength: limit })) ?? bytes;
  } catch (error) {
    if (error instanceof RangeError) throw tooMuch(place, 'too-large');
    throw whmFailure('whm.protocol', `${place} sent an answer that cannot be unpacked (${coding}).`, {
      reason: 'packed',
    });
  }
}

/**
 * Reads an answer to its end, unpacks it and decodes it as UTF-8.
 * @param limit most bytes, packed as well as unpacked
 * @throws WhmFailure `whm.protocol` (`details.reason`: `too-large`, `too-many-pieces`, `packed`), and what the
 *   connection gives
 */
export async function readBody(answer: Dispatcher.ResponseData, limit: number, place: string): Promise<HttpAnswer> {
  const bytes = await collect(answer.body, limit, place);
  const { 'content-encoding': header, ...headers } = answer.headers;
  const coding = [header].flat().join(', ').trim().toLowerCase();
  const known = Object.hasOwn(unpackers, coding);
  const text = new TextDecoder().decode(known ? await unpacked(bytes, coding, limit, place) : bytes);
  return { status: answer.statusCode, headers: known ? headers : answer.headers, body: text };
}

function collect(body: Dispatcher.ResponseData['body'], limit: number, place: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces = createPieces(limit);
    body.on('data', (piece: Buffer) => {
      const overflow = pieces.add(piece);
      if (overflow !== null) body.destroy(tooMuch(place, overflow));
    });
    body.once('end', () => resolve(pieces.bytes()));
    body.on('error', reject);
    // A body that was destroyed without an error.
    body.once('close', () => reject(new Error('The answer ended early.')));
  });
}
