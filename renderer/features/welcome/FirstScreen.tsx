import { useState } from 'react';
import { openProfile } from '#renderer/state/application.ts';
import { openDialog } from '#renderer/state/workspace.ts';
import { Button } from '#renderer/ui/controls.ts';
import screens from '#renderer/ui/Screen.module.css';
import classes from './FirstScreen.module.css';

/** Without servers there are two things to do. */
export default function FirstScreen() {
  const [opening, setOpening] = useState(false);
  const openLab = async (): Promise<void> => {
    setOpening(true);
    await openProfile('lab');
    setOpening(false);
  };
  return (
    <main className={screens.scrolling} data-testid="first-screen">
      <div className={classes.column}>
        <h1>Nameward</h1>
        <p>Your DNS clusters as they really are: who trusts whom, in both directions, and why a link is broken.</p>
        <section className={classes.choice}>
          <div>
            <h2>Your servers</h2>
            <p>
              A cPanel & WHM or cPanel DNSOnly server, its user and an API token. Nothing is sent before you have seen
              its certificate.
            </p>
          </div>
          <Button
            variant="filled"
            data-testid="add-server"

            onClick={() => openDialog({ kind: 'add-server' })}
          >
            Add a server
          </Button>
        </section>
        <section className={classes.choice}>
          <div>
            <h2>The lab</h2>
            <p>
              A simulated fleet on this machine with every kind of trouble worth seeing. Nothing leaves the machine.
            </p>
          </div>
          <Button data-testid="open-lab" loading={opening} onClick={() => void openLab()}>
            Open the lab
          </Button>
        </section>
      </div>
    </main>
  );
}
