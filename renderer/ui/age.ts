const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How old a fact is, short enough for a table.
 * @param at epoch ms
 * @param now epoch ms
 */
export function ageWords(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < 10 * second) return 'just now';
  if (age < minute) return `${Math.floor(age / (10 * second)) * 10} s ago`;
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < 2 * day) return `${Math.floor(age / hour)} h ago`;
  return `${Math.floor(age / day)} days ago`;
}

/** @param at epoch ms; local time with seconds */
export function momentWords(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
