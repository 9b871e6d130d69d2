import { IconAlertTriangle, IconPlugConnectedX, IconX } from '@tabler/icons-react';
import { outageWords } from '#shared/domain/trust/freshness.ts';
import { dismissNotice, useApplication } from '#renderer/state/application.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { startLab, useLab } from '#renderer/state/lab.ts';
import { askKeychainAgain, useVault } from '#renderer/state/vault.ts';
import { refresh } from '#renderer/state/workspace.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { wordsFor } from '#renderer/ui/error-words.ts';
import classes from './Notices.module.css';
import { useFreshness } from './use-freshness.ts';

/** Bars under the top bar: files set aside, a keychain that is missing or gives nothing, a lab that does not run. */
export function Notices() {
  const notices = useApplication((state) => state.description?.notices);
  const dismissed = useApplication((state) => state.dismissed);
  const keychain = useVault((state) => state.vault?.keychain);
  const shown = notices?.some((_, index) => !dismissed.includes(index)) ?? false;
  const failed = useLab(({ lab }) => (lab?.state === 'failed' ? lab.error : null));
  const empty = useFleet(
    ({ projection }) => projection === null || Object.keys(projection.topology.nodes).length === 0,
  );
  const fresh = useFreshness();
  const outage = fresh === null ? null : outageWords(fresh);
  // Without servers the lab's own screen says it.
  const labError = empty ? null : failed;
  if (!shown && labError === null && outage === null && (keychain === undefined || keychain.state === 'ready'))
    return null;
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
      {keychain?.state === 'locked' && !empty ? (
        <div className={classes.notice} role="alert" data-testid="keychain-locked">
          <IconAlertTriangle size={16} aria-hidden />
          <span className={classes.text}>
            <strong>The keychain gives no API tokens.</strong> <HostileText text={keychain.message} />
          </span>
          <ToolButton label="Try again" onClick={() => void askKeychainAgain()} />
        </div>
      ) : null}
      {outage === null ? null : (
        <div className={classes.notice} role="alert" data-testid="outage">
          <IconPlugConnectedX size={16} aria-hidden />
          <span className={classes.text}>
            <strong>{outage}</strong> What is shown is the last known state.
          </span>
          <ToolButton label="Ask again" onClick={() => void refresh(null)} />
        </div>
      )}
      {labError ? (
        <div className={classes.notice} role="alert" data-testid="lab-failed" data-code={labError.code}>
          <IconAlertTriangle size={16} aria-hidden />
          <span className={classes.text}>
            <strong>The lab does not run.</strong> <HostileText text={labError.message} />
          </span>
          <ToolButton label="Start the lab again" onClick={() => void startLab()} />
        </div>
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
