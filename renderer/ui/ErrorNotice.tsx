import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HostileText } from './HostileText.tsx';
import { wordsFor } from './error-words.ts';
import classes from './ErrorNotice.module.css';

/** What failed, why, and what to do next. The error's message may hold a server's words. */
export function ErrorNotice({
  error,
  title,
  next,
  tone = 'error',
  actions,
}: {
  error: { readonly code: string; readonly message: string };
  /** In place of the code's own 'what failed'. */
  title?: string;
  /** In place of the code's own 'what to do next'. */
  next?: string;
  /** `warning`: nothing failed, and something is not known. */
  tone?: 'error' | 'warning';
  actions?: ReactNode;
}) {
  const words = wordsFor(error.code);
  return (
    <div className={classes.notice} role="alert" data-code={error.code} data-tone={tone}>
      {tone === 'warning' ? <IconAlertTriangle size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
      <div className={classes.text}>
        <strong>{title ?? words.what}</strong>
        <p className={classes.why}>
          <HostileText text={error.message} />
        </p>
        <p className={classes.next}>{next ?? words.next}</p>
        <code className={classes.code}>{error.code}</code>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
