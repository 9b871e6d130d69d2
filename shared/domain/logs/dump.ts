/** A dump of Perl's Data::Dumper (`$VAR1 = {`) or JSON set over several lines. */
const perlBegin = /^\$\w{1,64} = /;
const jsonBegin = /^[[{]\s{0,8}$/;
const perlEnd = /;\s{0,8}$/;
const jsonEnd = /^[\]}]\s{0,8}[,;]?\s{0,8}$/;
/** A dump that is longer was never closed. */
const longestDump = 20_000;

/**
 * Follows where dumps begin and end, since their first and last lines, and texts in them, stand at the first column.
 */
export interface DumpWatch {
  /** @returns whether the line belongs to a dump */
  take(raw: string): boolean;
  /** The dump is over, whatever it looks like: an entry with a stamp or a level of its own came. */
  leave(): void;
}

export function createDumpWatch(): DumpWatch {
  let end: RegExp | null = null;
  let lines = 0;
  return {
    take(raw) {
      if (end === null) {
        const first = raw.charCodeAt(0);
        if (first === 0x24 && perlBegin.test(raw)) {
          end = perlEnd.test(raw) ? null : perlEnd;
          lines = 0;
          return true;
        }
        if ((first === 0x7b || first === 0x5b) && jsonBegin.test(raw)) {
          end = jsonEnd;
          lines = 0;
          return true;
        }
        return false;
      }
      lines += 1;
      if (end.test(raw) || lines >= longestDump) end = null;
      return true;
    },
    leave() {
      end = null;
    },
  };
}
