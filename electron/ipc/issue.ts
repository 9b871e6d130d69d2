import type { z } from 'zod';

/**
 * The first thing that a check found wrong, in a sentence without the value itself: it may be a secret.
 * @param error what zod reported
 */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not valid';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
