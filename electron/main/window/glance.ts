import { firstWindow, windowVersion, type WindowData } from './window-data.ts';

export interface Glance {
  readonly data: WindowData;
  /** `odd`: there is a file that cannot be used as it stands; `newer`: it must not be changed. */
  readonly state: 'ok' | 'odd' | 'newer';
}

const odd: Glance = { data: firstWindow, state: 'odd' };

/**
 * How the window was left, as its file tells. Checked by hand: what checks documents takes longer to load than the
 * window to open.
 * @param text of `window.json`; empty: there is none
 */
export function glanceAtWindow(text: string): Glance {
  if (text === '') return { data: firstWindow, state: 'ok' };
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return odd;
  }
  if (!isObject(file) || !Number.isInteger(file['version'])) return odd;
  const version = Number(file['version']);
  const fields = version === 1 ? file['data'] : file;
  if (!isObject(fields)) return odd;
  const { bounds = null, maximised = false, theme = 'system', softwareUntil = null } = fields;
  const data: WindowData = {
    bounds: isBounds(bounds) ? bounds : null,
    maximised: maximised === true,
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    softwareUntil: Number.isInteger(softwareUntil) ? Number(softwareUntil) : null,
  };
  if (version > windowVersion) return { data, state: 'newer' };
  const isAsItSays =
    data.bounds === bounds &&
    data.maximised === maximised &&
    data.theme === theme &&
    data.softwareUntil === softwareUntil;
  return { data, state: isAsItSays ? 'ok' : 'odd' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBounds(value: unknown): value is NonNullable<WindowData['bounds']> {
  if (!isObject(value)) return false;
  const { x, y, width, height } = value;
  return [x, y, width, height].every(Number.isInteger) && Number(width) > 0 && Number(height) > 0;
}
