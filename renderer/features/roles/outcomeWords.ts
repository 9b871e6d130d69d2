import type { RoleOutcome } from '#shared/contract/roles.ts';
import { roleWords } from '../../ui/roleWords.ts';

/** What is true now; success is said only of what was read back. */
export function outcomeWords({ state, role, roleNow }: RoleOutcome): string {
  const readBack = roleNow === null ? 'What is there now could not be read back.' : `Read back: ${roleWords[roleNow]}.`;
  switch (state) {
    case 'verified':
      return readBack;
    case 'unverified':
      return `${roleWords[role]} was sent. ${readBack}`;
    case 'failed':
      return `It is not ${roleWords[role]}. ${readBack}`;
    case 'skipped':
      return `Nothing was sent. ${roleNow === null ? '' : readBack}`.trim();
  }
}

export function outcomeSummary(outcomes: readonly RoleOutcome[]): string {
  const verified = outcomes.filter(({ state }) => state === 'verified').length;
  if (verified === outcomes.length)
    return outcomes.length === 1 ? 'Changed and verified' : `All ${verified} changed and verified`;
  return outcomes.length === 1 ? 'Not verified' : `${verified} of ${outcomes.length} changed and verified`;
}
