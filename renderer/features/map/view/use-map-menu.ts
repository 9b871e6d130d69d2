import { useCallback, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Target } from '#shared/domain/map/scene/target.ts';
import type { Stage } from '#renderer/features/map/canvas/canvas-view.ts';
import {
  isMenuKey,
  openContextMenu,
  placeAt,
  placeOf,
  type MenuPlace,
  type MenuSubject,
} from '#renderer/state/context-menu.ts';
import { useSelection, type Selection } from '#renderer/state/selection.ts';

interface MapMenu {
  readonly onContextMenu: (event: MouseEvent<HTMLCanvasElement>) => void;
  /** @returns whether the key asked for the menu */
  readonly onMenuKey: (event: KeyboardEvent<HTMLCanvasElement>) => boolean;
}

interface MapMenuParts {
  readonly stageRef: RefObject<Stage | null>;
  readonly sceneRef: RefObject<Scene | null>;
  /** The id of what is selected for a target; null: nothing stands for it. */
  readonly selectionOf: (target: Target | null) => Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  /** Opens a group of servers, or folds it. */
  readonly onFold: (id: string) => void;
}

/** The menus of boxes, lines, groups and clusters: at the pointer, or at what has the keyboard or is selected. */
export function useMapMenu(parts: MapMenuParts, selected: Target | null): MapMenu {
  const { stageRef, sceneRef, selectionOf, onSelect, onFold } = parts;
  const open = useCallback(
    (target: Target | null, at: MenuPlace, anchor: string | null): void => {
      const scene = sceneRef.current;
      const bundle = target?.kind === 'half' && scene ? scene.linksOf(target.half) : [];
      const fold = target?.kind === 'node' ? target.node.fold : null;
      let subject: MenuSubject = anchor === null ? { kind: 'window' } : { kind: 'cluster', anchor };
      if (target?.kind === 'node' && fold) {
        const { id } = target.node;
        const servers = fold.members.map((member) => member.id);
        subject = { kind: 'group', id, servers, open: fold.open, toggle: () => onFold(id) };
      } else if (bundle.length > 1) {
        subject = { kind: 'links', ids: bundle.map(({ id }) => id) };
      } else if (target) {
        onSelect(selectionOf(target));
        // What is pending stands for the server that gets it.
        const { selection } = useSelection.getState();
        if (selection) subject = { kind: selection.kind === 'node' ? 'server' : 'link', id: selection.id };
      }
      openContextMenu(subject, at);
    },
    [sceneRef, selectionOf, onSelect, onFold],
  );
  return {
    onContextMenu(event) {
      event.preventDefault();
      const stage = stageRef.current;
      const at = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY };
      open(stage?.targetAt(at) ?? null, placeOf(event), stage?.bandAt(at)?.anchor ?? null);
    },
    onMenuKey(event) {
      if (!isMenuKey(event)) return false;
      const stage = stageRef.current;
      const target = stage?.focused() ?? selected;
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const place = target && stage ? stage.placeOf(target) : null;
      open(target, place ? { x: left + place.x, y: top + place.y } : placeAt(event.currentTarget), null);
      return true;
    },
  };
}
