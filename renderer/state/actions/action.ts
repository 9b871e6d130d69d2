import type { Icon } from '@tabler/icons-react';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import { reportRefusal } from '#renderer/state/notify.ts';

/**
 * One thing that can be done with a subject. Buttons, the palette, keys and menus are faces of it: what it is called
 * and when it may be done stands here alone.
 */
export interface Action<Subject> {
  /** Unique in its table. */
  readonly id: string;
  readonly title: string;
  readonly icon: Icon;
  /** `Mod` is Ctrl, or Cmd on macOS; the rest is a KeyboardEvent's `key`. */
  readonly keys?: string;
  /** What the user is here for, when it is offered at all. */
  readonly primary?: boolean;
  /** Begins a new part of a menu. */
  readonly apart?: boolean;
  /** Whether it makes sense for the subject at all; where it does not it is not offered. Without: always. */
  readonly suits?: (subject: Subject) => boolean;
  /** Why it cannot be done now; null: it can. */
  readonly refusal: (subject: Subject) => Refusal | null;
  readonly run: (subject: Subject) => void;
}

/** An action with its subject, as a face shows it. */
export interface Offer extends Pick<Action<never>, 'id' | 'title' | 'icon' | 'keys' | 'primary' | 'apart'> {
  readonly refusal: Refusal | null;
  readonly run: () => void;
}

/** Does it, or says why not. */
export function perform<Subject>(action: Action<Subject>, subject: Subject): void {
  const refusal = action.refusal(subject);
  if (refusal === null) action.run(subject);
  else reportRefusal(action.title, refusal);
}

/** @returns what makes sense for the subject, in the order of the table */
export function offersOf<Subject>(actions: readonly Action<Subject>[], subject: Subject): readonly Offer[] {
  return actions
    .filter(({ suits }) => suits?.(subject) ?? true)
    .map((action) => ({
      id: action.id,
      title: action.title,
      icon: action.icon,
      ...(action.keys === undefined ? {} : { keys: action.keys }),
      primary: action.primary ?? false,
      apart: action.apart ?? false,
      refusal: action.refusal(subject),
      run: () => perform(action, subject),
    }));
}
