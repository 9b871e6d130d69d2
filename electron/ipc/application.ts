import type { AppDescription, LabState } from '#shared/contract/app.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { WindowActionId } from '#shared/contract/window-actions.ts';
import type { Result } from '#shared/errors/index.ts';
import type { Services } from '#electron/services/index.ts';

/** What only the window's program can do; electron/main implements it. */
export interface Application {
  describe(): Promise<AppDescription>;
  /** Closes this profile and opens the other; answered before the page is loaded again. */
  openProfile(profile: string): Promise<Result<Record<string, never>>>;
  /** The listener gets the state soon, then every change of it. @returns the function that ends it */
  watchLab(listener: (state: LabState) => void): () => void;
  /** @returns the function that ends it; what is chosen while nobody listens is lost */
  watchMenu(listener: (action: WindowActionId) => void): () => void;
  /** Starts a lab that has failed again. */
  startLab(): void;
  /** @returns `ipc.refused` for a host that is not on the list */
  openExternal(url: string): Promise<Result<Record<string, never>>>;
  /** Asks the user where, and writes the text there; `store.failed` when it cannot be written. */
  saveText(file: { readonly name: string; readonly text: string }): Promise<Result<{ readonly saved: boolean }>>;
  /** The map stands on the screen. */
  painted(picture: { readonly servers: number; readonly live: boolean }): void;
  /** The user chose other settings: the window's own look follows. */
  settingsChanged(settings: Settings): void;
}

/**
 * The services of the open profile. They are replaced when another profile is opened and when the lab's servers have
 * started.
 */
export interface CurrentServices {
  /** The services of now, as soon as there are any: for what needs no server. */
  get(): Promise<Services>;
  /** The services of now, able to talk to servers. */
  connected(): Promise<Services>;
  /**
   * Uses the services of now and then every successor.
   * @param attach gets them; what it returns is called before the next ones are attached
   * @returns the function that ends it
   */
  follow(attach: (services: Services) => () => void): () => void;
}
