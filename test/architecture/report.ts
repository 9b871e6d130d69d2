/** What `npm run architecture` prints: scripts/architecture.js calls it. */
import { circlesOf, describeRooms, importGraph, type RoomRow } from './rooms.ts';
import { readSources } from './source.ts';

/** Folders in which somebody has to find the way. */
const folders = [
  '',
  'shared',
  'shared/domain',
  'shared/domain/plan',
  'electron',
  'electron/services',
  'electron/services/plans',
  'electron/adapters/whm',
  'electron/main',
  'electron/cli',
  'renderer',
  'renderer/features',
  'renderer/features/map',
  'renderer/state',
  'simulator',
];

function row({ folder, rooms, floors, arrows, upward, circles }: RoomRow): string {
  const name = folder === '' ? 'all' : `\`${folder}\``;
  return `| ${name} | ${rooms} | ${floors} | ${arrows} | ${upward.length} | ${circles.length} |`;
}

/** @returns Markdown: the table, then upward arrows and circles by name */
export function architectureReport(): string {
  const graph = importGraph(readSources());
  const rows = folders.map((folder) => describeRooms(graph, folder));
  const upward = rows.flatMap(({ folder, upward: arrows }) => arrows.map((arrow) => `- \`${folder}\`: ${arrow}`));
  const circles = circlesOf(graph).map((files) => `- ${files.map((file) => `\`${file}\``).join(', ')}`);
  return [
    '| folder | rooms | floors | arrows | upward | circles of files |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(row),
    '',
    ...(upward.length === 0 ? ['No arrow goes upward.'] : ['Upward:', '', ...upward]),
    '',
    ...(circles.length === 0 ? ['No circle of files.'] : ['Circles of files:', '', ...circles]),
    '',
  ].join('\n');
}
