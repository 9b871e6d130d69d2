import { readSerial } from './serial.ts';
import { soaSerialWord } from './soa.ts';
import { updateStamp } from './stamp.ts';

/** What is kept of the copy of a zone that one server has. */
export interface ZoneCopy {
  /** Null: there is none that can be compared. */
  readonly serial: number | null;
  /** What stands where the serial is due and is none; null: nothing, or it is one. */
  readonly written: string | null;
  /** When cPanel last wrote it, epoch seconds; null: not told. */
  readonly updated: number | null;
  /** Null: too long, or too many, to be read. */
  readonly records: ZoneDigest | null;
}

/** The records of a copy in short. */
export interface ZoneDigest {
  /** The same for the same records, however they are written. */
  readonly digest: string;
  /** False: some of them are not in the text (`$INCLUDE`, `$GENERATE`). */
  readonly whole: boolean;
}

/** A copy of which nothing can be read. */
export const unreadableCopy: ZoneCopy = { serial: null, written: null, updated: null, records: null };

const longestWritten = 40;

/**
 * Reads one server's copy of a zone.
 * @param text hostile: it comes from a server; its beginning is enough
 * @param records of the whole text; null: not read
 */
export function readZoneCopy(text: string, zone: string, records: ZoneDigest | null): ZoneCopy {
  const word = soaSerialWord(text, zone);
  const serial = word === null ? null : readSerial(word);
  return {
    serial,
    written: serial === null && word !== null ? word.slice(0, longestWritten) : null,
    updated: updateStamp(text),
    records,
  };
}

/** Whether two copies hold the same records; null: that cannot be told. */
export function sameRecords(one: ZoneCopy, other: ZoneCopy | undefined): boolean | null {
  if (one.records?.whole !== true || other?.records?.whole !== true) return null;
  return one.records.digest === other.records.digest;
}
