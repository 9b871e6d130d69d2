import type { PlanRun } from '#shared/contract/plans.ts';
import { visibleText } from '#shared/domain/text/visible.ts';

const stepWords: Readonly<Record<PlanRun['steps'][number]['state'], string>> = {
  waiting: 'not begun',
  running: 'under way',
  verified: 'done and verified',
  unverified: 'sent, not seen done',
  failed: 'failed',
  undone: 'done, then undone',
};

const runWords: Readonly<Record<PlanRun['state'], string>> = {
  ready: 'not applied',
  running: 'under way',
  stopping: 'stopping after the steps that are under way',
  stopped: 'stopped between steps',
  interrupted: 'interrupted: Nameward ended in the middle',
  failed: 'stopped by a step that did not end well',
  done: 'done, every step seen',
  partial: 'done to its end, not every step seen done',
  unknown: 'unknown: nobody knows what was done of it',
  undone: 'undone',
};

const longest = 2000;
/** One line of Markdown that nothing in it can end or turn into something else. */
const text = (words: string): string => visibleText(words, longest).replaceAll(/([\\`*_[\]<>#|])/g, '\\$1');
const code = (words: string): string => `\`${visibleText(words, longest).replaceAll('`', 'ˋ')}\``;
const time = (at: number | null): string => (at === null ? '–' : new Date(at).toISOString());

/** The report on a plan as Markdown. Requests stand in it as the preview shows them, with every secret masked. */
export function planReport({ plan, state, steps, startedAt, endedAt, trouble }: PlanRun): string {
  const lines = [
    `# ${text(plan.title)}`,
    '',
    `- Plan: ${plan.id}`,
    `- State: ${runWords[state]}`,
    `- Made: ${time(plan.createdAt)}; begun: ${time(startedAt)}; ended: ${time(endedAt)}`,
    ...(trouble ? [`- ${text(trouble.message)} (${trouble.code})`] : []),
    ...(plan.undoes === null ? [] : [`- Undoes: ${plan.undoes}`]),
    ...plan.warnings.map((warning) => `- Warning: ${text(warning)}`),
    '',
    '## Steps',
  ];
  for (const [index, step] of plan.steps.entries()) {
    const record = steps[index];
    lines.push(
      '',
      `### ${step.id}: ${text(step.words)}`,
      '',
      `- State: ${stepWords[record?.state ?? 'waiting']}${record?.at ? ` (${time(record.at)})` : ''}`,
      ...(record?.seen ? [`- Seen: ${text(record.seen)}`] : []),
      ...(record?.error ? [`- ${text(record.error.message)} (${record.error.code})`] : []),
      ...step.effects.map((effect) => `- ${text(effect)}`),
      ...step.risks.map((risk) => `- Risk: ${text(risk)}`),
      ...(step.refusal
        ? [`- Cannot be done: ${text(step.refusal.message)} (${step.refusal.code})`]
        : [
            `- Verified by: ${text(step.verification)}`,
            `- Undo: ${step.undo === null ? 'not possible' : text(step.undo)}`,
          ]),
      ...step.requests.flatMap(({ method, url, body }) => [
        `- ${code(`${method} ${url}`)}${body === null ? '' : ` with ${code(body)}`}`,
      ]),
    );
  }
  return `${lines.join('\n')}\n`;
}
