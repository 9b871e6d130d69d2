import type { WindowData } from './window-data.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const minimalSize = { width: 900, height: 600 } as const;
const usualSize = { width: 1440, height: 900 } as const;
/** So much of the window's upper edge must be on a screen for it to be taken hold of, px. */
const grip = { width: 120, height: 40 } as const;

/**
 * Where to open the window: as it was left if that can still be seen, else in the middle of the first screen.
 * @param saved how it was left
 * @param screens usable areas of the screens there are now, the main one first
 * @returns size, and position unless the system is to choose it
 */
export function placeWindow(
  saved: WindowData['bounds'],
  screens: readonly Rectangle[],
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  const [main] = screens;
  const fit = (size: { width: number; height: number }, screen: Rectangle | undefined) => ({
    width: Math.max(minimalSize.width, Math.min(size.width, screen?.width ?? size.width)),
    height: Math.max(minimalSize.height, Math.min(size.height, screen?.height ?? size.height)),
  });
  if (saved === null) return fit(usualSize, main);
  const home = screens.find((screen) => holdsUpperEdge(saved, screen));
  const size = fit(saved, home ?? main);
  return home ? { ...size, x: saved.x, y: saved.y } : size;
}

function holdsUpperEdge(window: Rectangle, screen: Rectangle): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return (
    width >= grip.width && window.y >= screen.y - grip.height / 2 && window.y + grip.height <= screen.y + screen.height
  );
}
