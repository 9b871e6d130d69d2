/** What `npm run architecture` prints: scripts/architecture.js calls it. */
import { circlesOf, describeRooms, importGraph, type RoomRow } from './rooms.ts';
import { readSources } from './source.ts';

/** Folders in which somebody has to find the way. */
const folders = [
  '',
  'shared',
  'shared/domain',
  'shared/domain/plan',
  'shared/domain/map',
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

/** A figure, or `BEFORE → NOW` where there is one to compare it with. */
function figure(now: number, before: number | undefined): string {
  return before === undefined || before === now ? String(now) : `${before} → ${now}`;
}

function row(now: RoomRow, before: RoomRow | undefined): string {
  const name = now.folder === '' ? 'all' : `\`${now.folder}\``;
  const figures = [
    figure(now.rooms, before?.rooms),
    figure(now.floors, before?.floors),
    figure(now.arrows, before?.arrows),
    figure(now.upward.length, before?.upward.length),
    figure(now.circles.length, before?.circles.length),
  ];
  return `| ${name} | ${figures.join(' | ')} |`;
}

/**
 * @param top of a checkout of an earlier commit, to compare with; null: none
 * @returns Markdown: the table, then upward arrows and circles by name
 */
export function architectureReport(top: string | null): string {
  const graph = importGraph(readSources());
  const earlier = top === null ? null : importGraph(readSources(top));
  const rows = folders.map((folder) => describeRooms(graph, folder));
  const upward = rows.flatMap(({ folder, upward: arrows }) => arrows.map((arrow) => `- \`${folder}\`: ${arrow}`));
  const circles = circlesOf(graph).map((files) => `- ${files.map((file) => `\`${file}\``).join(', ')}`);
  return [
    '| folder | rooms | floors | arrows | upward | circles of files |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((now) => row(now, earlier === null ? undefined : describeRooms(earlier, now.folder))),
    '',
    ...(upward.length === 0 ? ['No arrow goes upward.'] : ['Upward:', '', ...upward]),
    '',
    ...(circles.length === 0 ? ['No circle of files.'] : ['Circles of files:', '', ...circles]),
    '',
  ].join('\n');
}
