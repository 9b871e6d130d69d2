import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Palette } from './palette.ts';
import type { Lit, Target } from '#shared/domain/map/scene/target.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Extent, View } from './camera.ts';

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
