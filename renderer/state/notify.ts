import { create } from 'zustand';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import type { AppError } from '#shared/errors/index.ts';

/** A short word on something that happened outside of what the user looks at. */
export interface Message {
  readonly id: number;
  readonly title: string;
  /** What failed, or why it was not begun; null: it went well. */
  readonly because: AppError | Refusal | null;
}

interface MessageState {
  readonly messages: readonly Message[];
}

export const useMessages = create<MessageState>()(() => ({ messages: [] }));

/** More than these at once are noise; the oldest go. */
const shownAtOnce = 4;
let lastId = 0;

function push(title: string, because: Message['because']): void {
  lastId += 1;
  const message: Message = { id: lastId, title, because };
  useMessages.setState(({ messages }) => ({ messages: [...messages, message].slice(-shownAtOnce) }));
}

/** Says what failed; a call that the user cancelled is no failure. */
export function reportError(title: string, error: AppError): void {
  if (error.code !== 'cancelled') push(title, error);
}

/** Says why something that was asked for is not done. */
export function reportRefusal(title: string, refusal: Refusal): void {
  push(title, refusal);
}

export function reportDone(title: string): void {
  push(title, null);
}

export function dismissMessage(id: number): void {
  useMessages.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}
