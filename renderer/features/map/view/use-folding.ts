import { useCallback, useState } from 'react';
import type { RefObject } from 'react';
import type { Opened } from '#shared/domain/map/fold.ts';
import type { MapMemory } from '#renderer/features/map/canvas/map-memory.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Stage } from '#renderer/features/map/canvas/canvas-view.ts';

interface Folding {
  readonly opened: Opened;
  /** Opens a group of servers, or folds it; its box stays where it is on the screen. */
  readonly toggle: (id: string) => void;
  /** Folds all groups, or does away with groups. */
  readonly foldAll: (folded: boolean) => void;
}

/**
 * Which groups of servers are open on the map.
 * @param draw makes the scene anew of what the memory says
 */
export function useFolding(
  memoryRef: RefObject<MapMemory>,
  stageRef: RefObject<Stage | null>,
  sceneRef: RefObject<Scene | null>,
  draw: () => void,
  initial: Opened,
): Folding {
  const [opened, setOpened] = useState(initial);
  const show = useCallback(
    (next: Opened): void => {
      memoryRef.current.opened = next;
      setOpened(next);
      draw();
    },
    [memoryRef, draw],
  );
  const toggle = useCallback(
    (id: string): void => {
      const { opened: before } = memoryRef.current;
      const from = sceneRef.current?.nodeById.get(id)?.box;
      if (before === 'all' || !from) return;
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      show(next);
      const to = sceneRef.current?.nodeById.get(id)?.box;
      const stage = stageRef.current;
      if (!to || !stage) return;
      const { scale, x, y } = stage.view();
      stage.moveTo({ scale, x: x + (from.x - to.x) * scale, y: y + (from.y - to.y) * scale });
    },
    [memoryRef, sceneRef, stageRef, show],
  );
  const foldAll = useCallback(
    (folded: boolean): void => {
      show(folded ? new Set() : 'all');
      stageRef.current?.fit();
    },
    [stageRef, show],
  );
  return { opened, toggle, foldAll };
}
