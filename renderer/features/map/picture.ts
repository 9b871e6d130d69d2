import type { PendingMark } from '#renderer/state/pendingOverlay.ts';
import type { Palette } from './palette.ts';
import type { Scene, SceneHalf, SceneNode } from './scene.ts';
import type { Extent, View } from './view.ts';

/** What a hover lights; everything else is dimmed. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  /** Halves as `FROM>TO`, whether or not there is a link. */
  readonly halves: ReadonlySet<string>;
}

export type Target =
  { readonly kind: 'node'; readonly node: SceneNode } | { readonly kind: 'half'; readonly half: SceneHalf };

/** Everything that one picture shows. */
export interface Picture {
  readonly scene: Scene;
  readonly palette: Palette;
  readonly view: View;
  readonly extent: Extent;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly lit: Lit | null;
  readonly selected: Target | null;
  readonly focused: Target | null;
  /** What the pending changes make of links, by id. */
  readonly pending: ReadonlyMap<string, PendingMark>;
}
