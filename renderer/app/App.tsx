import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { describeApplication, useApplication } from '#renderer/state/application.ts';
import { useContextMenu } from '#renderer/state/context-menu.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { useLab } from '#renderer/state/lab.ts';
import { useSettings } from '#renderer/state/settings.ts';
import { useVault } from '#renderer/state/vault.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import screens from '#renderer/ui/Screen.module.css';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { whenShown } from '#renderer/ui/when-shown.tsx';
import { Boundary } from './Boundary.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Messages } from './Messages.tsx';
import { Notices } from './Notices.tsx';
import classes from './Screens.module.css';
import { Shell } from './Shell.tsx';

const ContextMenu = whenShown(() => import('./ContextMenu.tsx'));
const starting = <main className={screens.screen} aria-busy aria-label="Nameward is starting" />;
const LockScreen = whenShown(
  () => import('#renderer/features/vault/LockScreen.tsx'),
  <main className={screens.screen} aria-busy aria-label="Locked" />,
);
const FirstScreen = whenShown(() => import('#renderer/features/welcome/FirstScreen.tsx'), starting);
const LabScreen = whenShown(() => import('#renderer/features/welcome/LabScreen.tsx'), starting);

/**
 * Which of the screens there is: main does not answer, locked, the lab without its servers, no servers yet, or the
 * shell.
 */
export function App() {
  const error = useApplication((state) => state.error);
  const vault = useVault((state) => state.vault);
  const lab = useLab((state) => state.lab);
  const arranged = useSettings((state) => state.answered);
  const empty = useFleet(
    ({ projection }) =>
      projection !== null && !Object.values(projection.topology.nodes).some((node) => node.server !== null),
  );
  useColorScheme();

  if (error !== null && vault === null) {
    return (
      <main className={screens.screen}>
        <div className={classes.card}>
          <ErrorNotice
            error={error}
            title="Nameward's main process does not answer"
            actions={<ToolButton label="Ask again" onClick={() => void describeApplication()} />}
          />
        </div>
      </main>
    );
  }
  // Nothing of the fleet is drawn before main has said that the vault is open; and the map fits itself once, to the
  // room that the panels leave.
  if (vault === null || !arranged || (empty && lab === null)) return starting;
  if (vault.locked) return <LockScreen />;
  return (
    <>
      {empty ? (
        <div className={classes.first}>
          <Notices />
          {lab === null || lab.state === 'none' ? <FirstScreen /> : <LabScreen lab={lab} />}
        </div>
      ) : (
        <Shell />
      )}
      <Dialogs />
      <ContextMenus />
      <Messages />
    </>
  );
}

/** The one open menu. */
function ContextMenus() {
  const open = useContextMenu((state) => state.open !== null);
  useEffect(() => {
    // As soon as there is time: who asks for a menu goes on with the next key at once.
    const idle = requestIdleCallback(() => void ContextMenu.load().catch(() => undefined));
    return () => cancelIdleCallback(idle);
  }, []);
  return open ? (
    <Boundary>
      <ContextMenu />
    </Boundary>
  ) : null;
}

/** The setting rules, as it does in main, which gives the window its colours before the page is loaded. */
function useColorScheme(): void {
  const theme = useSettings((state) => (state.loaded ? state.settings.theme : null));
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    const wanted = theme === 'system' ? 'auto' : theme;
    if (wanted !== null && wanted !== colorScheme) setColorScheme(wanted);
    // Nobody else sets it, and setColorScheme is new on every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [theme]);
}
