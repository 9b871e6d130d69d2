/** Where a message came from, as the transport saw it. */
export interface Sender {
  /** The message came from the window's own page, not from another window or a view in it. */
  readonly ownWindow: boolean;
  /** From the main frame, not from a frame inside the page. */
  readonly mainFrame: boolean;
  /** Origin of the frame at that moment, e.g. `app://nameward`. */
  readonly origin: string;
}

/** The page's own origin; nothing else may speak to main. */
export const pageOrigin = 'app://nameward';

/** Whether the sender is the main frame of our window on our own origin. */
export function isOurPage(sender: Sender): boolean {
  return sender.ownWindow && sender.mainFrame && sender.origin === pageOrigin;
}
