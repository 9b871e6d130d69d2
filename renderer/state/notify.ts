import { create } from 'zustand';
import type { AppError } from '#shared/errors/index.ts';

/** A short word on something that happened outside of what the user looks at. */
export interface Message {
  readonly id: number;
  readonly title: string;
  /** Null: it went well. */
  readonly error: AppError | null;
}

interface MessageState {
  readonly messages: readonly Message[];
}

export const useMessages = create<MessageState>()(() => ({ messages: [] }));

/** More than these at once are noise; the oldest go. */
const shownAtOnce = 4;
let lastId = 0;

function push(title: string, error: AppError | null): void {
  lastId += 1;
  const message: Message = { id: lastId, title, error };
  useMessages.setState(({ messages }) => ({ messages: [...messages, message].slice(-shownAtOnce) }));
}

/** Says what failed; a call that the user cancelled is no failure. */
export function reportError(title: string, error: AppError): void {
  if (error.code !== 'cancelled') push(title, error);
}

export function reportDone(title: string): void {
  push(title, null);
}

export function dismissMessage(id: number): void {
  useMessages.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}
