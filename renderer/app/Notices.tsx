import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { dismissNotice, useApplication } from '../state/application.ts';
import { useVault } from '../state/vault.ts';
import { HostileText } from '../ui/HostileText.tsx';
import { ToolButton } from '../ui/ToolButton.tsx';
import { wordsFor } from '../ui/errorWords.ts';
import classes from './Notices.module.css';

/** Bars under the top bar: files set aside, and a missing keychain. */
export function Notices() {
  const notices = useApplication((state) => state.description?.notices);
  const dismissed = useApplication((state) => state.dismissed);
  const keychain = useVault((state) => state.vault?.keychain);
  const shown = notices?.some((_, index) => !dismissed.includes(index)) ?? false;
  if (!shown && keychain?.state !== 'session') return null;
  return (
    <section aria-label="Notices">
      {keychain?.state === 'session' ? (
        <p className={classes.notice} data-testid="keychain-notice">
          <IconAlertTriangle size={16} aria-hidden />
          <span className={classes.text}>
            <strong>There is no keychain here.</strong> API tokens are kept until Nameward is closed, and nothing is
            stored. <HostileText text={keychain.message} />
          </span>
        </p>
      ) : null}
      {notices?.map((notice, index) =>
        dismissed.includes(index) ? null : (
          // Notices are given once at the start: their order is their identity.
          <p key={index} className={classes.notice} role="status" data-testid="notice">
            <IconAlertTriangle size={16} aria-hidden />
            <span className={classes.text}>
              <strong>{wordsFor(notice.code).what}.</strong> <HostileText text={notice.message} />{' '}
              {notice.file ? <code className={classes.file}>{notice.file}</code> : null}
            </span>
            <ToolButton icon={IconX} label="Dismiss" iconOnly onClick={() => dismissNotice(index)} />
          </p>
        ),
      )}
    </section>
  );
}
