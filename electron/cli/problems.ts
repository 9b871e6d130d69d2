import type { State } from '#shared/domain/topology/topology.ts';
import type { Tint } from './table.ts';
import type { FailOn } from './options.ts';
import { exitStatus, type ExitStatus } from './io.ts';

/** How bad a state is: what is broken or disabled does not do its work, what is unknown is only worth knowing. */
const levels: Readonly<Record<State, FailOn | null>> = {
  ok: null,
  warning: 'warning',
  unknown: 'info',
  broken: 'error',
  disabled: 'error',
};
const ranks: Readonly<Record<FailOn, number>> = { info: 1, warning: 2, error: 3 };

/** Whether one of the states is a problem at or above the level. */
export function hasProblem(states: readonly State[], failOn: FailOn): boolean {
  return states.some((state) => {
    const level = levels[state];
    return level !== null && ranks[level] >= ranks[failOn];
  });
}

/** A server that could not be asked weighs more than what was found on the others (docs/command-line-reference.md). */
export function statusOf(unreachable: boolean, problems: boolean): ExitStatus {
  if (unreachable) return exitStatus.unreachable;
  return problems ? exitStatus.problems : exitStatus.fine;
}

export function tintOf(state: State): Tint {
  if (state === 'ok') return 'good';
  if (state === 'warning') return 'warn';
  return state === 'broken' ? 'bad' : 'dim';
}
