import type { State } from '#shared/domain/topology/topology.ts';

/** A state as shown: those of the domain, and an edit that is not applied yet. */
export type ShownState = State | 'pending';

/** One word per state, everywhere. */
export const stateWords: Readonly<Record<ShownState, string>> = {
  ok: 'OK',
  warning: 'Warning',
  broken: 'Broken',
  disabled: 'Disabled',
  unknown: 'Unknown',
  pending: 'Pending',
};

/** Worst first: the order of chips and of sorting by state. */
export const statesByWeight: readonly State[] = ['broken', 'disabled', 'warning', 'unknown', 'ok'];
