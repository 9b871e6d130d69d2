import { useEffect, useState } from 'react';
import { useSettings } from '#renderer/state/settings.ts';
import { hasInspector, useWorkspace, type View } from '#renderer/state/workspace.ts';
import { arrange } from '#renderer/state/settings.ts';
import { ResizeHandle } from '#renderer/ui/ResizeHandle.tsx';
import { whenShown } from '#renderer/ui/when-shown.tsx';
import { Boundary } from './Boundary.tsx';
import { MapPane } from './MapPane.tsx';
import { Notices } from './Notices.tsx';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';
import { StoppedPlan } from './StoppedPlan.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

const waiting = <div className={classes.waiting} aria-busy />;
const MembersView = whenShown(() => import('#renderer/features/members/MembersView.tsx'), waiting);
const ChangesView = whenShown(() => import('#renderer/features/changes/ChangesView.tsx'), waiting);
const VaultView = whenShown(() => import('#renderer/features/vault/VaultView.tsx'), waiting);
const SettingsView = whenShown(() => import('#renderer/features/settings/SettingsView.tsx'), waiting);
/** The first picture of the map comes first; what stands beside it is loaded once the page has a moment. */
const Inspector = whenShown(async () => {
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }));
  return await import('#renderer/features/inspector/Inspector.tsx');
}, waiting);
const LogDock = whenShown(() => import('#renderer/features/logs/LogDock.tsx'), waiting);

function viewElement(view: View) {
  switch (view) {
    case 'map':
      return <MapPane />;
    case 'members':
      return <MembersView />;
    case 'changes':
      return <ChangesView />;
    case 'vault':
      return <VaultView />;
    case 'settings':
      return <SettingsView />;
  }
}

const smallestInspector = 240;
const smallestDock = 120;
/** What the panels leave to the view at least, px. */
const leftForView = { width: 320, height: 160 };
const railAndBars = { width: 64, height: 72 };

/** Views left, the view in the middle, inspector right, log dock at the bottom. */
export function Shell() {
  const view = useWorkspace((state) => state.view);
  const layout = useSettings((state) => state.settings.layout);
  const room = useWindowSize();
  const widest = Math.max(smallestInspector, Math.min(1200, room.width - railAndBars.width - leftForView.width));
  const highest = Math.max(smallestDock, Math.min(1200, room.height - railAndBars.height - leftForView.height));
  const width = Math.min(Math.max(layout.inspectorWidth, smallestInspector), widest);
  const height = Math.min(Math.max(layout.dockHeight, smallestDock), highest);
  const inspecting = layout.inspectorOpen && hasInspector(view);

  return (
    <div className={classes.shell} data-testid="app-shell">
      <TopBar />
      <Notices />
      <StoppedPlan />
      <div className={classes.middle}>
        <Rail />
        <div className={classes.column}>
          <div className={classes.row}>
            <main className={classes.view} aria-label={view}>
              <Boundary key={view}>{viewElement(view)}</Boundary>
            </main>
            {inspecting ? (
              <aside
                id="inspector"
                className={classes.inspector}
                style={{ width }}
                aria-label="Inspector"
                data-testid="inspector"
              >
                <ResizeHandle
                  label="Width of the inspector"
                  edge="left"
                  size={width}
                  min={smallestInspector}
                  max={widest}
                  controls="inspector"
                  onResize={(inspectorWidth) => arrange({ inspectorWidth })}
                />
                <Boundary>
                  <Inspector />
                </Boundary>
              </aside>
            ) : null}
          </div>
          {layout.dockOpen ? (
            <section id="log-dock" className={classes.dock} style={{ height }} aria-label="Logs" data-testid="log-dock">
              <ResizeHandle
                label="Height of the log dock"
                edge="top"
                size={height}
                min={smallestDock}
                max={highest}
                controls="log-dock"
                onResize={(dockHeight) => arrange({ dockHeight })}
              />
              <Boundary>
                <LogDock />
              </Boundary>
            </section>
          ) : null}
        </div>
      </div>
      <StatusBar />
    </div>
  );
}

function windowSize(): { readonly width: number; readonly height: number } {
  return { width: window.innerWidth, height: window.innerHeight };
}

function useWindowSize(): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState(windowSize);
  useEffect(() => {
    const onResize = (): void => setSize(windowSize());
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  return size;
}
