import type { WindowData } from '#shared/schema/window/index.ts';

/**
 * How the window was left, as far as a glance at the file tells. The schemas take longer to load than the window to open, so
 * the document is read properly only after it; until then anything odd counts as a first start.
 * @param text of `window.json`
 */
export function glanceAtWindow(text: string): WindowData {
  const first: WindowData = { bounds: null, maximised: false, theme: 'system', softwareUntil: null };
  let data: unknown;
  try {
    data = (JSON.parse(text) as { data?: unknown } | null)?.data;
  } catch {
    return first;
  }
  if (typeof data !== 'object' || data === null) return first;
  const { bounds, maximised, theme, softwareUntil } = data as Record<string, unknown>;
  return {
    bounds: isBounds(bounds) ? bounds : null,
    maximised: maximised === true,
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    softwareUntil: Number.isInteger(softwareUntil) ? Number(softwareUntil) : null,
  };
}

function isBounds(value: unknown): value is NonNullable<WindowData['bounds']> {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every(Number.isInteger) && Number(width) > 0 && Number(height) > 0;
}
