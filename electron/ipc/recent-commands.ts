/** Remembers commands by request id, so that a repeat is answered and not carried out again. */
export interface RecentCommands<R> {
  /**
   * @param id chosen by the page
   * @param name the command; the same id for another one is a mistake
   * @param run carries the command out, called at most once per id
   * @returns the reply, the very same for a repeat; null when the id stands for another command
   */
  once(id: string, name: string, run: () => Promise<R>): Promise<R> | null;
}

/**
 * @param capacity answered commands that are remembered, the oldest forgotten first; those under way always are
 */
export function createRecentCommands<R>(capacity: number): RecentCommands<R> {
  const commands = new Map<string, { readonly name: string; readonly reply: Promise<R> }>();
  const answered: string[] = [];
  return {
    once(id, name, run) {
      const known = commands.get(id);
      if (known) return known.name === name ? known.reply : null;
      const reply = run();
      commands.set(id, { name, reply });
      const settle = (): void => {
        answered.push(id);
        const forgotten = answered.length > capacity ? answered.shift() : undefined;
        if (forgotten !== undefined) commands.delete(forgotten);
      };
      reply.then(settle, settle);
      return reply;
    },
  };
}
