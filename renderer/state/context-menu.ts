import type { KeyboardEvent, MouseEvent } from 'react';
import { create } from 'zustand';
import type { LogLine } from '#shared/domain/logs/line.ts';

/** What a menu is asked for: ids, since the fleet may change while it is open. */
export type MenuSubject =
  | { readonly kind: 'server'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  /** What one line of a group stands for. */
  | { readonly kind: 'links'; readonly ids: readonly string[] }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly servers: readonly string[];
      readonly open: boolean;
      readonly toggle: () => void;
    }
  /** By one of its nodes. */
  | { readonly kind: 'cluster'; readonly anchor: string }
  | {
      readonly kind: 'log-line';
      readonly line: LogLine;
      readonly text: string;
      readonly filter: (text: string) => void;
    }
  | { readonly kind: 'window' };

/** A place in the window, CSS pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface ContextMenuState {
  readonly open: {
    readonly subject: MenuSubject;
    readonly at: MenuPlace;
    /** What had the keyboard, and gets it back. */
    readonly from: Element | null;
  } | null;
}

export const useContextMenu = create<ContextMenuState>()(() => ({ open: null }));

export function openContextMenu(subject: MenuSubject, at: MenuPlace): void {
  // A second menu in place of the first: the keyboard goes back to where it was before both.
  const from = useContextMenu.getState().open?.from ?? document.activeElement;
  useContextMenu.setState({ open: { subject, at, from } });
}

export function closeContextMenu(): void {
  const { open } = useContextMenu.getState();
  if (open === null) return;
  useContextMenu.setState({ open: null });
  const { from } = open;
  if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
}

/** Whether a key asks for the menu of what has the focus: the menu key, or Shift+F10 where there is none. */
export function isMenuKey({ key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return key === 'ContextMenu' || (shiftKey && key === 'F10');
}

/** The place for a menu that a key asked for: a little inside of what it is about. */
export function placeAt(element: Element): MenuPlace {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + Math.min(24, width / 2), y: top + Math.min(20, height / 2) };
}

/** Where a menu belongs that an event asked for; a key has no place of its own. */
export function placeOf({ nativeEvent, currentTarget, clientX, clientY }: MouseEvent): MenuPlace {
  const byPointer = nativeEvent instanceof PointerEvent && nativeEvent.pointerType !== '';
  return byPointer ? { x: clientX, y: clientY } : placeAt(currentTarget);
}

interface MenuProps {
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** For an element that has the keyboard itself or in it: the right button of the pointer, and the menu key. */
export function menuProps(subject: MenuSubject): MenuProps {
  return {
    onContextMenu(event) {
      event.preventDefault();
      openContextMenu(subject, placeOf(event));
    },
    onKeyDown(event) {
      if (!isMenuKey(event)) return;
      event.preventDefault();
      openContextMenu(subject, placeAt(event.currentTarget));
    },
  };
}
