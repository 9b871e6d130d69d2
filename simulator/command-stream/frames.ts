/** Frames of CommandStream (`whm-protocol 7.1`): binary messages that hold JSON. */

export interface ExecRequest {
  readonly id: number | string;
  readonly command: readonly string[];
  /** What the command reads; nothing when the client gives none. */
  readonly stdin: string;
}

export type FrameError = Readonly<Record<string, unknown>> & { readonly class: string };

/**
 * Reads a client's message.
 * @returns the request, or the frame that refuses it
 */
export function readRequest(text: string): ExecRequest | { readonly error: FrameError } {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { error: { class: 'deserialization_failed' } };
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { error: { class: 'malformed_structure' } };
  const fields = message as Readonly<Record<string, unknown>>;
  const id = fields['id'];
  if (typeof id !== 'number' && typeof id !== 'string') return { error: { class: 'missing_id' } };
  if (typeof fields['class'] !== 'string') return { error: { class: 'missing_class', id } };
  if (fields['class'] !== 'exec') return { error: { class: 'unknown_class', id } };
  const command = fields['command'];
  const isText = (part: unknown): part is string => typeof part === 'string';
  if (!Array.isArray(command) || command.length === 0 || !command.every(isText)) {
    return { error: { class: 'bad_arguments', id, why: '“command” must be a list of strings.' } };
  }
  const stdin = fields['stdin'] ?? '';
  if (typeof stdin !== 'string') return { error: { class: 'bad_arguments', id, why: '“stdin” must be a string.' } };
  return { id, command, stdin };
}

/** White space that may stand before the JSON; clients have to trim it. */
const LEADS = ['', ' ', '\n', ''];

/**
 * A frame as it is sent.
 * @param count how many frames have gone before: some begin with white space, as the real ones may
 */
export function writeFrame(frame: Readonly<Record<string, unknown>>, count: number): Buffer {
  return Buffer.from(`${LEADS[count % LEADS.length] ?? ''}${JSON.stringify(frame)}`);
}
