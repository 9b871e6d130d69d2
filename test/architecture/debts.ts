/**
 * Circles of files that are known and still to be mended, each in order of name. One that is mended leaves this list; there is
 * no way onto it.
 */
export const knownCircles: readonly (readonly string[])[] = [
  [
    'electron/adapters/whm/access.ts',
    'electron/adapters/whm/command/idle-stream.ts',
    'electron/adapters/whm/command/stream.ts',
    'electron/adapters/whm/pages/session.ts',
    'electron/adapters/whm/server-memory.ts',
  ],
  ['electron/adapters/whm/body.ts', 'electron/adapters/whm/transport.ts'],
  ['electron/adapters/whm/envelope.ts', 'electron/adapters/whm/page-instead.ts'],
  [
    'electron/services/plans/read-back.ts',
    'electron/services/plans/step-work.ts',
    'electron/services/plans/synchronized.ts',
    'electron/services/plans/zone-watch.ts',
    'electron/services/plans/zone-words.ts',
  ],
  ['simulator/model.ts', 'simulator/seams.ts'],
];
