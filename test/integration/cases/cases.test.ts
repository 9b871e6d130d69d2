/**
 * Inputs from real servers, from end to end: each folder of test/fixtures/cases is served by simulated servers and
 * looked at by the command line.
 *
 * One case: `npx vitest run test/integration/cases -t NAME`. In the time of life, minutes: `NAMEWARD_CASES_PACE=1`
 * before it.
 */
import { describe, expect, it } from 'vitest';
import { type Case, caseNames, readCase, writtenCase } from './case-folder.ts';
import { answerCases } from '#test/integration/cases/further/answers.ts';
import { linkCases } from '#test/integration/cases/further/links.ts';
import { logCases } from '#test/integration/cases/further/logs.ts';
import { memberCases } from '#test/integration/cases/further/members.ts';
import { furtherNotYet } from '#test/integration/cases/further/not-yet.ts';
import { planCases } from '#test/integration/cases/further/plans.ts';
import { zoneCases } from '#test/integration/cases/further/zones.ts';
import { notYet } from './not-yet.ts';
import { pace } from './pace.ts';
import { failuresOfCase } from './served-case.ts';

/** Longest time for a case: some wait for zones that never come. */
const longestMs = 60_000 + 600_000 / pace;
/** The slowest goes first, so that the others pass meanwhile. */
const names = caseNames().toSorted((a, b) => Number(b === 'zone-arrives-late') - Number(a === 'zone-arrives-late'));

const further = [...zoneCases, ...memberCases, ...linkCases, ...answerCases, ...planCases, ...logCases];
/** Another of a kind is named after both: a kind that holds in one instance need not hold in the next. */
const furtherNames = further.map(({ like, name }) => `${like}: ${name}`);

const failing = new Set([...notYet, ...furtherNotYet]);

async function expectCase(name: string, tried: Case): Promise<void> {
  const failures = await failuresOfCase(tried);
  if (failing.has(name)) {
    expect(failures, `“${name}” holds now: take its line out of the list of those that do not hold yet`).not.toEqual(
      [],
    );
  } else expect(failures).toEqual([]);
}

describe.concurrent('a case from real servers', () => {
  it.each(names)('%s', (name) => expectCase(name, readCase(name)), longestMs);
});

describe.concurrent('another case of a kind', () => {
  it.each(further.map((written, at) => [furtherNames[at] ?? '', written] as const))(
    '%s',
    (name, written) => expectCase(name, writtenCase(written)),
    longestMs,
  );
});

it('names no case that is not there as one that does not hold', () => {
  expect(notYet.filter((name) => !names.includes(name))).toEqual([]);
  expect(furtherNotYet.filter((name) => !furtherNames.includes(name))).toEqual([]);
  expect(further.filter(({ like }) => !names.includes(like))).toEqual([]);
});
