import type { WindowData } from './window-data.ts';

/** What draws the page: whatever the machine has, or the processor at once. */
export type Graphics = 'hardware' | 'software';

/**
 * A machine without graphics hardware is asked again after so long, ms: it may have got some, or a driver that works.
 */
const believedFor = 7 * 24 * 3600_000;

/**
 * Where there is no graphics hardware, Electron starts a process for it, sees it fail and starts another, while the
 * page waits: a tenth of the way to the first picture. So what it found is believed for some days.
 * @param now epoch ms
 */
export function chooseGraphics({ softwareUntil }: Pick<WindowData, 'softwareUntil'>, now: number): Graphics {
  // A date that is further away than any that was written came from a clock that was wrong.
  return softwareUntil !== null && now < softwareUntil && softwareUntil <= now + believedFor ? 'software' : 'hardware';
}

/**
 * @param compositing what Electron says of `gpu_compositing`, once it has tried the hardware
 * @param now epoch ms
 * @returns `softwareUntil` of the window's document
 */
export function rememberGraphics(compositing: string, now: number): number | null {
  return compositing.startsWith('disabled') ? now + believedFor : null;
}
