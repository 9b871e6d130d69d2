import type { SceneHalf, SceneNode } from './scene.ts';

/** What a hover lights; everything else is dimmed. */
export interface Lit {
  readonly nodes: ReadonlySet<string>;
  /** Halves as `FROM>TO`, whether or not there is a link. */
  readonly halves: ReadonlySet<string>;
}

export type Target =
  { readonly kind: 'node'; readonly node: SceneNode } | { readonly kind: 'half'; readonly half: SceneHalf };
