/** How the window was left: only main's own, and read before anything else can be. */
export interface WindowData {
  /** Screen coordinates of the window when it is not maximised, px; null: never moved. */
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  readonly maximised: boolean;
  /** The user's choice, repeated here so that the window has its colour before the settings are read. */
  readonly theme: 'system' | 'dark' | 'light';
  /** Until then the machine counts as one without graphics hardware, epoch ms; null: it has some, or nobody knows. */
  readonly softwareUntil: number | null;
}

/** Before the window was opened for the first time. */
export const firstWindow: WindowData = { bounds: null, maximised: false, theme: 'system', softwareUntil: null };

/** The form of the file: 1 had the data below `data`, 2 has them beside `version`. */
export const windowVersion = 2;
