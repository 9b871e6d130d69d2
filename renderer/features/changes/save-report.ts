import { call } from '#renderer/api/index.ts';
import { reportDone, reportError } from '#renderer/state/notify.ts';

/** Asks where to save the report of a plan, and saves it. */
export async function saveReport(id: string): Promise<void> {
  const report = await call('plans.report', { id });
  if (!report.ok) return reportError('The report could not be written', report.error);
  const saved = await call('app.saveText', report.value);
  if (!saved.ok) return reportError('The report could not be saved', saved.error);
  if (saved.value.saved) reportDone('The report was saved');
}
