/** `tail -F` of the one real file that a simulated server has: its dnsadmin_log. */
import { spawn, type ChildProcess } from 'node:child_process';
import { DNSADMIN_LOG } from '#simulator/log/index.ts';

/** This machine's own, by its search path: it stands elsewhere on other systems. */
const PROGRAM = 'tail';

/**
 * Reads the arguments of a tail that follows dnsadmin_log.
 * @param args all after the program's name
 * @returns the number of lines to begin with, as tail takes it (`200`, `+1`); null when it is about anything else
 */
export function followedLines(args: readonly string[]): string | null {
  const rest = [...args];
  if (rest.pop() !== DNSADMIN_LOG) return null;
  const follow = rest.indexOf('-F');
  if (follow === -1) return null;
  rest.splice(follow, 1);
  if (rest.length === 0) return '10';
  const [option, lines = ''] = rest;
  return option === '-n' && rest.length === 2 && /^\+?\d{1,9}$/.test(lines) ? lines : null;
}

/** Starts this machine's own tail on a file; none of its arguments comes from a client but the number. */
export function spawnTail(lines: string, file: string): ChildProcess {
  return spawn(PROGRAM, ['-n', lines, '-F', file], { stdio: ['ignore', 'pipe', 'pipe'] });
}
