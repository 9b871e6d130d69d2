import { call } from '#renderer/api/index.ts';
import { useFleet } from './fleet.ts';

/** The map marks its first picture under this name. */
const firstPaint = 'map:first-paint';

/** Tells main when the map stands on the screen, and when it stands there with live facts. */
export function reportPainted(): void {
  let painted = false;
  let live = false;

  const reportLive = (): void => {
    const projection = useFleet.getState().projection;
    // A profile without servers has no map to wait for.
    if (live || !projection?.live || !(painted || nodesOf() === 0)) return;
    live = true;
    // What has just arrived is drawn in the next frame, and that frame is on the screen when the one after it begins.
    requestAnimationFrame(() => requestAnimationFrame(() => report(true)));
  };
  const observer = new PerformanceObserver((list) => {
    if (painted || list.getEntriesByName(firstPaint).length === 0) return;
    painted = true;
    observer.disconnect();
    report(false);
    reportLive();
  });
  observer.observe({ type: 'mark', buffered: true });
  useFleet.subscribe(reportLive);
}

function nodesOf(): number {
  return Object.keys(useFleet.getState().projection?.topology.nodes ?? {}).length;
}

function report(live: boolean): void {
  void call('app.painted', { servers: nodesOf(), live });
}
