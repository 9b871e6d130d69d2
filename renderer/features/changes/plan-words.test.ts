import { describe, expect, it } from 'vitest';
import type { PlanRun, StepState } from '#shared/contract/plans.ts';
import { errorCodes } from '#shared/errors/index.ts';
import {
  canResume,
  canUndo,
  progressByServer,
  progressWords,
  runLook,
  runSummary,
  runTitle,
  stepErrorNext,
  stepLook,
  stepTitle,
  stoppedAt,
} from './plan-words.ts';

function run(
  state: PlanRun['state'],
  steps: readonly StepState[],
  more: { refused?: boolean; undo?: null } = {},
): PlanRun {
  return {
    plan: {
      id: 'p1',
      title: 'A plan',
      createdAt: 0,
      fingerprint: '0',
      warnings: [],
      undoes: null,
      steps: steps.map((_, index) => ({
        id: `s${index}`,
        change: { kind: 'clustering', server: index < 2 ? 'a' : 'b', enabled: true },
        words: '',
        effects: [],
        risks: [],
        channel: 'pages',
        requests: [],
        verification: '',
        undo: more.undo === null ? null : 'Take it back.',
        refusal: more.refused ? { code: 'unknown', message: '' } : null,
      })),
    },
    state,
    steps: steps.map((each, index) => ({
      id: `s${index}`,
      state: each,
      error: null,
      seen: null,
      progress: null,
      at: null,
    })),
    trouble: null,
    startedAt: null,
    endedAt: null,
  };
}

describe('words of a plan', () => {
  it.each([
    [run('ready', ['waiting', 'waiting']), '2 steps. Nothing has been sent.'],
    [run('ready', []), 'Nothing has to be done: everything is as wanted.'],
    [run('ready', ['waiting'], { refused: true }), '1 of 1 step cannot be done. Nothing has been sent.'],
    [run('failed', ['verified', 'failed', 'waiting']), '1 of 3 steps verified, 1 failed, 1 not begun.'],
    [run('partial', ['verified', 'unverified']), '1 of 2 steps verified, 1 sent and not verified.'],
  ])('says how far it is (%#)', (given, words) => expect(runSummary(given)).toBe(words));

  it('is green for nothing but what was seen done, without any remark', () => {
    const partial = run('partial', ['verified', 'unverified']);
    expect([runLook(partial), runTitle(partial)]).toEqual(['warning', 'Done, 1 not verified']);
    const done = run('done', ['verified', 'verified']);
    expect([runLook(done), runTitle(done)]).toEqual(['ok', 'Done']);
    const error = { code: 'plan.partial', message: 'Its token could not be tried.' };
    const remarked = { ...done, steps: done.steps.map((step, at) => (at === 0 ? { ...step, error } : step)) };
    expect([runLook(remarked), runTitle(remarked)]).toEqual(['warning', 'Done, 1 remark']);
    expect([stepLook({ state: 'verified', error }), stepTitle({ state: 'verified', error })]).toEqual([
      'warning',
      'Verified, with a remark',
    ]);
    expect(runLook(run('unknown', ['waiting']))).toBe('unknown');
  });

  it('offers undo only where something was done that can be taken back', () => {
    expect(canUndo(run('done', ['verified']))).toBe(true);
    expect(canUndo(run('done', ['verified'], { undo: null }))).toBe(false);
    expect(canUndo(run('stopped', ['waiting']))).toBe(false);
    expect(canUndo(run('running', ['verified', 'running']))).toBe(false);
    expect(canUndo(run('undone', ['undone']))).toBe(false);
  });

  it('offers the rest of an interrupted plan', () => {
    expect(canResume(run('interrupted', ['verified', 'running']))).toBe(true);
    expect(canResume(run('stopped', ['verified', 'waiting']))).toBe(true);
    expect(canResume(run('failed', ['verified', 'failed', 'waiting']))).toBe(true);
    expect(canResume(run('failed', ['undone', 'failed']))).toBe(false);
    expect(canResume(run('done', ['verified']))).toBe(false);
    expect(canResume(run('partial', ['verified', 'unverified']))).toBe(true);
  });

  it('tells each server apart', () => {
    const words = (given: PlanRun) => progressByServer(given).map((each) => [each.state, progressWords(each)]);
    expect(words(run('running', ['verified', 'running', 'waiting']))).toEqual([
      ['pending', '1 / 2'],
      ['unknown', '0 / 1'],
    ]);
    // What was only sent is not done.
    expect(words(run('failed', ['verified', 'unverified', 'failed']))).toEqual([
      ['warning', '1 / 2, 1 not verified'],
      ['broken', '0 / 1, 1 failed'],
    ]);
    expect(words(run('undone', ['undone', 'undone', 'undone']))).toEqual([
      ['disabled', '0 / 2, 2 undone'],
      ['disabled', '0 / 1, 1 undone'],
    ]);
  });

  it('leads to the steps at which a plan stopped, failed ones first', () => {
    const at = (given: PlanRun) => stoppedAt(given).map(({ index, state }) => [index, state]);
    expect(at(run('failed', ['unverified', 'verified', 'failed', 'waiting']))).toEqual([
      [2, 'failed'],
      [0, 'unverified'],
    ]);
    expect(at(run('interrupted', ['verified', 'running', 'waiting']))).toEqual([[1, 'running']]);
    expect(at(run('stopped', ['verified', 'waiting']))).toEqual([]);
    expect(at(run('running', ['failed', 'running']))).toEqual([]);
  });

  it('promises nothing that a plan which has stopped does not do', () => {
    for (const code of errorCodes) {
      const next = stepErrorNext(code, 'failed');
      expect(next).toContain('Resume or Undo finds out first what became of this step.');
      expect(next).not.toMatch(/keeps trying|by itself/);
      expect(stepErrorNext(code, 'running')).not.toContain('Resume');
    }
  });
});
