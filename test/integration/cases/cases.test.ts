/**
 * Inputs from real servers, from end to end: each folder of test/fixtures/cases is served by simulated servers and looked at by the command line.
 *
 * One case: `npx vitest run test/integration/cases -t NAME`. In the time of life, minutes: `NAMEWARD_CASES_PACE=1` before it.
 */
import { describe, expect, it } from 'vitest';
import { caseNames, readCase } from './case-folder.ts';
import { notYet } from './not-yet.ts';
import { pace } from './pace.ts';
import { failuresOfCase } from './served-case.ts';

/** Longest time for a case: some wait for zones that never come. */
const longestMs = 60_000 + 600_000 / pace;
/** The slowest goes first, so that the others pass meanwhile. */
const names = caseNames().toSorted((a, b) => Number(b === 'zone-arrives-late') - Number(a === 'zone-arrives-late'));

describe.concurrent('a case from real servers', () => {
  it.each(names)(
    '%s',
    async (name) => {
      const failures = await failuresOfCase(readCase(name));
      if (notYet.includes(name)) {
        expect(failures, `${name} holds now: take its line out of not-yet.ts`).not.toEqual([]);
      } else expect(failures).toEqual([]);
    },
    longestMs,
  );
});

it('names no case that is not there as one that does not hold', () => {
  expect(notYet.filter((name) => !caseNames().includes(name))).toEqual([]);
});
