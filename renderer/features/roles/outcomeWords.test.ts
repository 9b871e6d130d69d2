import { expect, it } from 'vitest';
import type { RoleOutcome } from '#shared/contract/roles.ts';
import { outcomeSummary, outcomeWords } from './outcomeWords.ts';

const outcome: RoleOutcome = {
  server: 's1',
  member: '10.0.0.2',
  role: 'write-only',
  state: 'verified',
  roleNow: 'write-only',
  error: null,
};

it('says what was read back', () => {
  expect(outcomeWords(outcome)).toBe('Read back: Write-only.');
  expect(outcomeWords({ ...outcome, state: 'failed', roleNow: 'sync' })).toBe(
    'It is not Write-only. Read back: Synchronize.',
  );
});

it('never sounds like success when nothing was read back', () => {
  const unverified: RoleOutcome = { ...outcome, state: 'unverified', roleNow: null };
  expect(outcomeWords(unverified)).toBe('Write-only was sent. What is there now could not be read back.');
  expect(outcomeSummary([unverified])).toBe('Not verified');
  expect(outcomeSummary([outcome, unverified])).toBe('1 of 2 changed and verified');
  expect(outcomeSummary([outcome])).toBe('Changed and verified');
});

it('says that nothing was sent', () => {
  expect(outcomeWords({ ...outcome, state: 'skipped', roleNow: null })).toBe('Nothing was sent.');
});
