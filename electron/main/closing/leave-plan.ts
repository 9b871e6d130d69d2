import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { Services } from '#electron/services/index.ts';

/** `wait`: when the plan is no longer under way. `now`: with a step under way, whose end is found out later. */
type Answer = 'stay' | 'wait' | 'now';

interface Question {
  readonly message: string;
  readonly detail: string;
  /** By what they mean; the first is the default, the last is the way back. */
  readonly buttons: readonly (readonly [label: string, answer: Answer | 'stop'])[];
}

/** What stands between the user and leaving: one question at a time, however often it is asked for. */
export interface PlanGuard {
  /**
   * Asks what becomes of a plan under way, and waits for its end where that is wished.
   * @param then what follows, for the buttons: 'Quit'
   * @returns false: the user stays, or has decided anew meanwhile
   */
  mayLeave(then: string): Promise<boolean>;
}

/** Services that are not there within so long carry out no plan, ms. */
const patience = 500;

/** @param services those of the open profile */
export function createPlanGuard(window: BrowserWindow, services: () => Promise<Services>): PlanGuard {
  let asking: Promise<Answer> | null = null;
  let wishes = 0;
  return {
    async mayLeave(then) {
      wishes += 1;
      const wish = wishes;
      const opened = await Promise.race([
        services(),
        new Promise<null>((resolve) => {
          setTimeout(resolve, patience, null);
        }),
      ]);
      if (opened === null || opened.plans.underWay() === null) return true;
      asking ??= askUser(window, opened, then).finally(() => (asking = null));
      const answer = await asking;
      if (answer === 'wait') await planEnded(opened);
      return answer === 'now' || (answer === 'wait' && wish === wishes);
    },
  };
}

async function askUser(window: BrowserWindow, services: Services, then: string): Promise<Answer> {
  const run = services.plans.underWay();
  if (run === null) return 'now';
  const { message, detail, buttons } = run.state === 'stopping' ? aboutStep(run, then) : aboutPlan(run, then);
  const box: MessageBoxOptions = {
    type: 'warning',
    title: 'Nameward',
    message,
    detail,
    buttons: buttons.map(([label]) => label),
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  };
  if (!window.isDestroyed()) window.show();
  const { response } = window.isDestroyed()
    ? await dialog.showMessageBox(box)
    : await dialog.showMessageBox(window, box);
  const answer = buttons[response]?.[1] ?? 'stay';
  if (answer !== 'stop') return answer;
  // It may have ended while it was asked.
  if (services.plans.underWay()?.plan.id === run.plan.id) await services.plans.stop({ id: run.plan.id });
  return 'wait';
}

function aboutPlan({ plan, steps }: PlanRun, then: string): Question {
  const ended = steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  return {
    message: `A plan is being carried out: ${ended.toLocaleString('en')} of ${plan.steps.length.toLocaleString('en')} steps have ended.`,
    detail: `${plan.title}\n\nA plan that was stopped can be resumed or undone later.`,
    buttons: [
      [`Stop After This Step and ${then}`, 'stop'],
      [`Keep Going, ${then} When It Has Ended`, 'wait'],
      ['Cancel', 'stay'],
    ],
  };
}

function aboutStep({ plan }: PlanRun, then: string): Question {
  return {
    message: 'The plan is stopping: a step is still under way.',
    detail: `${plan.title}\n\nWhat became of a step that is left alone is found out when the plan is resumed or undone.`,
    buttons: [
      ['Wait for the Step', 'wait'],
      [`${then} Now`, 'now'],
      ['Cancel', 'stay'],
    ],
  };
}

/** Resolves when no plan is under way. */
async function planEnded(services: Services): Promise<void> {
  await new Promise<void>((resolve) => {
    let leave: (() => void) | null = null;
    const check = (): void => {
      if (services.plans.underWay() !== null) return;
      leave?.();
      resolve();
    };
    leave = services.plans.watch(check);
    check();
  });
}
