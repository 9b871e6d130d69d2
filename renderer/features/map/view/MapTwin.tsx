import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Selection } from '#renderer/state/selection.ts';
import { isProblem } from '#shared/domain/map/filter.ts';
import type { Scene } from '#shared/domain/map/scene/scene.ts';
import type { Stage } from '#renderer/features/map/canvas/canvas-view.ts';
import { targetInWords } from './target-words.ts';
import { foldInWords, nodeInWords, pendingInWords } from './words.ts';

/**
 * Beyond this many rows the twin lists servers and links that are bad or about to change only: the table of members has
 * all, and only what is in sight.
 */
const mostRows = 2000;

const placedAtOnce = 100;

interface MapTwinProps {
  readonly scene: Scene;
  /** What the pending changes make of links, by id. */
  readonly pending: ReadonlyMap<string, PendingMark>;
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly stageRef: RefObject<Stage | null>;
  readonly onSelect: (selection: Selection) => void;
  /** Opens a group of servers, or folds it. */
  readonly onFold: (id: string) => void;
}

/**
 * The map as a table, for a screen reader. Each row also carries where its thing is on the canvas (`data-x`, `data-y`,
 * CSS pixels), so that a test can click what it reads.
 */
export function MapTwin({ scene, pending, ref, stageRef, onSelect, onFold }: MapTwinProps) {
  // Small twins have their places at once; large ones when the view is at rest, so that the picture need not wait.
  useEffect(() => {
    if (ref.current && stageRef.current && scene.nodes.length <= placedAtOnce)
      placeTwin(ref.current, scene, stageRef.current);
  }, [scene, ref, stageRef]);
  const links = listedHalves(scene, pending);
  return (
    <div ref={ref} className="nw-visually-hidden" data-testid="map-twin">
      <table>
        <caption>Servers and members on the map</caption>
        <tbody>
          {scene.nodes.map(({ id, node, fold }) => (
            <tr key={id} data-node-id={id} data-state={node.state} data-tier={node.tier}>
              <td>
                {fold ? (
                  <button type="button" tabIndex={-1} aria-expanded={fold.open} onClick={() => onFold(id)}>
                    {foldInWords(fold)}
                  </button>
                ) : (
                  <button type="button" tabIndex={-1} onClick={() => onSelect({ kind: 'node', id })}>
                    {nodeInWords(node)}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>Links on the map</caption>
        <tbody>
          {links.map(({ id, half, link, mark }) => (
            <tr
              key={id}
              data-link-id={id}
              data-state={link.state}
              data-role={link.role ?? 'unknown'}
              data-pending={mark?.kind}
            >
              <td>
                <button type="button" tabIndex={-1} onClick={() => onSelect({ kind: 'link', id })}>
                  {targetInWords(scene, { kind: 'half', half })}
                  {mark ? ` ${pendingInWords(mark)}` : null}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function listedHalves(scene: Scene, pending: ReadonlyMap<string, PendingMark>) {
  const all = scene.lines
    .flatMap((line) => line.halves)
    .flatMap((half) =>
      half.link ? [{ id: half.link.id, half, link: half.link, mark: pending.get(half.link.id) }] : [],
    );
  return scene.nodes.length + all.length <= mostRows
    ? all
    : all.filter(({ link, mark }) => mark !== undefined || isProblem(link.state));
}

/** Writes the places into the rows; outside React, since they change with every pan. */
export function placeTwin(twin: HTMLElement, scene: Scene, stage: Stage): void {
  const rows = twin.querySelectorAll<HTMLElement>('[data-node-id], [data-link-id]');
  if (rows.length > mostRows) return;
  for (const row of rows) {
    const node = row.dataset['nodeId'] === undefined ? undefined : scene.nodeById.get(row.dataset['nodeId']);
    const half = row.dataset['linkId'] === undefined ? null : scene.halfOfLink(row.dataset['linkId']);
    const target = node ? ({ kind: 'node', node } as const) : half && ({ kind: 'half', half } as const);
    if (!target) continue;
    const at = stage.placeOf(target);
    row.dataset['x'] = at.x.toFixed(1);
    row.dataset['y'] = at.y.toFixed(1);
  }
}
