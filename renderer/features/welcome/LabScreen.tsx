import { useState } from 'react';
import type { LabState } from '#shared/contract/app.ts';
import { openProfile } from '#renderer/state/application.ts';
import { startLab } from '#renderer/state/lab.ts';
import { useVault } from '#renderer/state/vault.ts';
import { Button, Loader } from '#renderer/ui/controls.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import screens from '#renderer/ui/Screen.module.css';
import classes from './LabScreen.module.css';

/** From so many servers on the start takes long enough to say so. */
const manyServers = 100;

function Starting({ servers, step, stored }: { servers: number | null; step: 'servers' | 'tokens'; stored: number }) {
  const keychain = useVault((state) => state.vault?.keychain);
  const fleet = servers === null ? 'A simulated fleet' : `A simulated fleet of ${servers.toLocaleString('en')} servers`;
  return (
    <>
      <h1>The lab is starting</h1>
      <p className={classes.step} role="status" data-testid="lab-step">
        <Loader size={16} aria-hidden />
        <span>
          {step === 'servers'
            ? `${fleet} is being started on this machine.`
            : `Its servers run. Their API tokens are being stored${keychain?.state === 'ready' ? ` in ${keychain.message}` : ''}.`}
        </span>
      </p>
      {servers !== null && servers >= manyServers ? (
        <p className={classes.quiet}>
          {step === 'servers'
            ? 'So many servers take a while, and their API tokens too where they are new.'
            : `${stored.toLocaleString('en')} of ${servers.toLocaleString('en')} are stored.`}
        </p>
      ) : null}
    </>
  );
}

/** The lab has no servers yet: it is being started, or could not be. */
export default function LabScreen({ lab }: { lab: Exclude<LabState, { state: 'none' }> }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async (): Promise<void> => {
    setLeaving(true);
    await openProfile('default');
    setLeaving(false);
  };
  const myServers = (
    <Button variant="default" loading={leaving} data-testid="leave-lab" onClick={() => void leave()}>
      Open my servers instead
    </Button>
  );
  return (
    <main className={screens.scrolling} data-testid="lab-screen" data-state={lab.state}>
      <div className={classes.column}>
        {lab.state === 'failed' ? (
          <>
            <h1>The lab could not be opened</h1>
            <ErrorNotice error={lab.error} />
            <div className={classes.actions}>
              <Button variant="filled" data-testid="start-lab" onClick={() => void startLab()}>
                Try again
              </Button>
              {myServers}
            </div>
          </>
        ) : (
          <>
            <Starting
              servers={lab.state === 'starting' ? lab.servers : null}
              step={lab.state === 'starting' ? lab.step : 'tokens'}
              stored={lab.state === 'starting' ? lab.stored : 0}
            />
            <div className={classes.actions}>{myServers}</div>
          </>
        )}
      </div>
    </main>
  );
}
