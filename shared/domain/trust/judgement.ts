import type { ReasonCode } from '#shared/domain/topology/reason-codes.ts';
import type { Reason, State } from '#shared/domain/topology/topology.ts';

/** One thing that a rule found, with the weight that it has on the state. */
export interface Judgement {
  readonly state: State;
  readonly reason: Reason;
}

/** A disabled member is disabled whatever else is wrong; an unknown hides behind anything that is certain. */
const weight: Readonly<Record<State, number>> = { disabled: 4, broken: 3, warning: 2, unknown: 1, ok: 0 };

/** @param since when the server that this rests on last answered, epoch ms; null: never, or it has just answered */
export function judge(state: State, code: ReasonCode, message: string, since: number | null = null): Judgement {
  return { state, reason: { code, message, ...(since === null ? {} : { since }) } };
}

/** A reason with its age, as one text. @param moment words for an epoch ms */
export function reasonWords({ message, since }: Reason, moment: (at: number) => string): string {
  return since === undefined ? message : `${message} Last answered: ${moment(since)}.`;
}

/** @returns the heaviest state (`ok` without judgements) and the reasons, the heaviest first */
export function summarize(judgements: readonly Judgement[]): {
  readonly state: State;
  readonly reasons: readonly Reason[];
} {
  const ordered = judgements.toSorted((a, b) => weight[b.state] - weight[a.state]);
  return { state: ordered[0]?.state ?? 'ok', reasons: ordered.map((judgement) => judgement.reason) };
}
