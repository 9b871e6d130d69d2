import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import type { Selection } from '#renderer/state/selection.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { countProblems } from '#shared/domain/map/filter.ts';
import { glanceable } from '#shared/domain/map/fold.ts';
import classes from './map.module.css';
import { MapLegend } from './MapLegend.tsx';
import { MapTip, type Tip } from './MapTip.tsx';
import { MapTools } from './MapTools.tsx';
import { MapTwin, placeTwin } from './MapTwin.tsx';
import type { MapMemory } from '#renderer/features/map/canvas/map-memory.ts';
import type { Target } from '#shared/domain/map/scene/target.ts';
import { readPalette, type Palette } from '#renderer/features/map/canvas/palette.ts';
import type { Scene, SceneHalf } from '#shared/domain/map/scene/scene.ts';
import { createStage, type Stage } from '#renderer/features/map/canvas/canvas-view.ts';
import { targetInWords } from './target-words.ts';
import { useContextMenu } from '#renderer/state/context-menu.ts';
import { useMapMenu } from './use-map-menu.ts';
import { useFolding } from './use-folding.ts';
import type { Direction } from '#shared/domain/map/scene/walk.ts';

export interface MapViewProps {
  readonly topology: Topology;
  /** Of the whole fleet: `topology` may be a part of it. */
  readonly clusterNames: readonly string[];
  /** Says whether it is the last known state, which nothing confirms at the moment; it follows the time by itself. */
  readonly age: ReactNode;
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection | null) => void;
  /** Ids: one line may stand for the links of a whole group. */
  readonly onEditRole: (links: readonly string[]) => void;
  readonly problemsOnly: boolean;
  readonly onProblemsOnly: (value: boolean) => void;
  /** To the matrix. */
  readonly onMatrix: () => void;
  readonly theme: 'dark' | 'light';
  /** What the pending changes make of links, by id; none where nothing is pending. */
  readonly pending?: ReadonlyMap<string, PendingMark>;
  /** Of this map, from one time it is shown to the next. */
  readonly memory: MapMemory;
}

const nonePending: ReadonlyMap<string, PendingMark> = new Map();

const zoomStep = 1.35;
const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The trust map: who trusts whom, in both directions, with which role and how well. */
// oxlint-disable-next-line max-lines-per-function -- one map: canvas, tools and the tables beside it share the scene
export function MapView(props: MapViewProps) {
  const { topology, problemsOnly, selection, theme, pending = nonePending } = props;
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const twinRef = useRef<HTMLDivElement>(null);
  const stageRef = useRef<Stage | null>(null);
  const propsRef = useRef(props);
  useEffect(() => {
    propsRef.current = props;
  });
  const [scene, setScene] = useState<Scene | null>(null);
  const [painted, setPainted] = useState(false);
  const markedRef = useRef(false);
  const [tip, setTip] = useState<Tip | null>(null);
  const [spoken, setSpoken] = useState('');
  const sceneRef = useRef<Scene | null>(null);
  const memoryRef = useRef(props.memory);
  const foldRef = useRef<(id: string) => void>(() => undefined);
  const palettesRef = useRef(new Map<string, Palette>());
  const shownThemeRef = useRef(theme);

  const act = useCallback((target: Target | null, twice: boolean): void => {
    const { onSelect, onEditRole } = propsRef.current;
    if (target?.kind === 'node' && target.node.fold) {
      if (twice) return;
      foldRef.current(target.node.id);
      setTip(null);
      return;
    }
    const selected = selectionOf(target);
    onSelect(selected);
    if (twice && target?.kind === 'half' && selected?.kind === 'link')
      onEditRole(linksToEdit(sceneRef.current, target.half, selected.id));
  }, []);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return undefined;
    const palette = readPalette(canvas);
    shownThemeRef.current = propsRef.current.theme;
    palettesRef.current.set(shownThemeRef.current, palette);
    const stage = createStage(canvas, palette, {
      onHover: (target, at) => setTip(target ? { target, at } : null),
      onClick: (target) => {
        stage.focus(null);
        act(target, false);
      },
      onDoubleClick: (target) => act(target, true),
      onPainted: () => {
        if (!markedRef.current) performance.mark('map:first-paint');
        markedRef.current = true;
        setPainted(true);
      },
      onSettled: () => {
        if (twinRef.current && sceneRef.current) placeTwin(twinRef.current, sceneRef.current, stage);
      },
    });
    stageRef.current = stage;
    const memory = memoryRef.current;
    if (memory.camera) stage.restore(memory.camera);
    return () => {
      memory.camera = { view: stage.view(), touched: stage.touched() };
      stageRef.current = null;
      stage.destroy();
    };
  }, [act]);

  useEffect(() => {
    if (shownThemeRef.current === theme) return undefined;
    shownThemeRef.current = theme;
    const palettes = palettesRef.current;
    // In the next frame: whoever sets the theme's attribute may do so in an effect that runs after this one.
    const frame = requestAnimationFrame(() => {
      const canvas = canvasRef.current;
      const palette = palettes.get(theme) ?? (canvas && readPalette(canvas));
      if (!palette) return;
      palettes.set(theme, palette);
      stageRef.current?.setPalette(palette);
    });
    return () => cancelAnimationFrame(frame);
  }, [theme]);

  const draw = useCallback((): void => {
    const stage = stageRef.current;
    if (!stage) return;
    const memory = memoryRef.current;
    const { pictures } = memory;
    const {
      scene: next,
      compact,
      fresh,
    } = pictures.next(
      propsRef.current.topology,
      propsRef.current.problemsOnly,
      propsRef.current.clusterNames,
      memory.opened,
    );
    const sawAny = stage.seesAny();
    sceneRef.current = next;
    stage.show(next);
    setScene(next);
    if (next.nodes.length === 0) return;
    // A search or another cluster may take away all that was in sight.
    const lost = sawAny && !stage.seesAny();
    if (compact !== memory.compact) {
      if (compact) memory.whole = stage.view();
      memory.compact = compact;
      if (compact || !memory.whole) stage.fit();
      else stage.moveTo(memory.whole);
    } else if (lost || (memory.fitted ? fresh : !stage.touched())) {
      stage.fit();
    }
    memory.fitted ||= pictures.settled();
  }, []);

  const { opened, toggle, foldAll } = useFolding(memoryRef, stageRef, sceneRef, draw, props.memory.opened);
  useEffect(() => {
    foldRef.current = toggle;
  }, [toggle]);

  useEffect(draw, [draw, topology, problemsOnly]);

  useEffect(() => {
    stageRef.current?.setSelected(scene && targetOf(scene, selection));
  }, [scene, selection]);

  useEffect(() => stageRef.current?.setPending(pending), [pending]);

  const tidy = useCallback((): void => {
    memoryRef.current.pictures.forget();
    draw();
    stageRef.current?.fit();
  }, [draw]);

  const menuOpen = useContextMenu(({ open }) => open !== null);
  const menu = useMapMenu(
    { stageRef, sceneRef, selectionOf, onSelect: props.onSelect, onFold: toggle },
    scene && targetOf(scene, selection),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLCanvasElement>): void => {
    const stage = stageRef.current;
    if (menu.onMenuKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!stage || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    if (direction) {
      const target = stage.walk(direction);
      if (target && scene) setSpoken(targetInWords(scene, target));
    } else if (event.key === 'Enter') {
      const target = stage.focused();
      if (target) act(target, isSelected(selection, target));
    } else if (event.key === 'Escape') {
      stage.focus(null);
      act(null, false);
    } else if (event.key === 'f') stage.fit();
    else if (event.key === 'p') props.onProblemsOnly(!problemsOnly);
    else if (event.key === 'g' && folds !== null) foldAll(!folds);
    else if (event.key === '+' || event.key === '=') stage.zoomBy(zoomStep);
    else if (event.key === '-') stage.zoomBy(1 / zoomStep);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // The picture comes first, its twin when there is time.
  const twinScene = useDeferredValue(scene);
  const problems = useMemo(() => countProblems(topology), [topology]);
  const empty = Object.keys(topology.nodes).length === 0;
  const folds = !problemsOnly && Object.keys(topology.nodes).length > glanceable ? opened !== 'all' : null;

  return (
    <div className={classes.map} data-testid="map" data-painted={painted && !empty}>
      <canvas
        ref={canvasRef}
        className={classes.canvas}
        tabIndex={0}
        // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- a canvas has no role of its own
        role="application"
        aria-label="Trust map. Arrow keys walk along the links, Enter selects, Enter again edits the role, F fits, P shows problems only, G folds groups of servers, the menu key tells what can be done."
        aria-describedby="map-spoken"
        onKeyDown={onKeyDown}
        onContextMenu={menu.onContextMenu}
        onBlur={() => stageRef.current?.focus(null)}
      />
      <output id="map-spoken" className="nw-visually-hidden" aria-live="polite">
        {spoken}
      </output>
      {empty ? (
        <div className={classes.empty}>
          <EmptyState title="No servers here">
            Every server stands here with the members of its DNS cluster and the links between them. Add a server, or
            take back the filter.
          </EmptyState>
        </div>
      ) : null}
      {!empty && problemsOnly && problems === 0 ? (
        <div className={classes.empty}>
          <EmptyState title="Nothing is wrong that Nameward can see">
            No server and no link has a warning, is broken or disabled. Press P to see the whole map.
          </EmptyState>
        </div>
      ) : null}
      {empty ? null : (
        <>
          <MapTools
            problems={problems}
            problemsOnly={problemsOnly}
            age={props.age}
            onProblemsOnly={props.onProblemsOnly}
            onFit={() => stageRef.current?.fit()}
            onZoom={(closer) => stageRef.current?.zoomBy(closer ? zoomStep : 1 / zoomStep)}
            onTidy={tidy}
            onMatrix={props.onMatrix}
            folds={folds}
            onFolds={foldAll}
          />
          <MapLegend pending={pending.size} />
        </>
      )}
      {tip && scene && !menuOpen ? <MapTip tip={tip} scene={scene} /> : null}
      {twinScene ? (
        <MapTwin
          ref={twinRef}
          stageRef={stageRef}
          scene={twinScene}
          pending={pending}
          onSelect={props.onSelect}
          onFold={toggle}
        />
      ) : null}
    </div>
  );
}

function linksToEdit(scene: Scene | null, half: SceneHalf, selected: string): readonly string[] {
  const links = scene?.linksOf(half) ?? [];
  return links.length > 1 ? links.map(({ id }) => id) : [selected];
}

/** A direction without an entry stands for the one that has it: that is the link to mend. */
function selectionOf(target: Target | null): Selection | null {
  if (!target) return null;
  if (target.kind === 'node') return { kind: 'node', id: target.node.id };
  const id = target.half.link?.id ?? target.half.opposite;
  return id === null ? null : { kind: 'link', id };
}

function targetOf(scene: Scene, selection: Selection | null): Target | null {
  if (!selection) return null;
  if (selection.kind === 'node') {
    const node = scene.standInFor(selection.id);
    return node ? { kind: 'node', node } : null;
  }
  const half = scene.halfOfLink(selection.id);
  return half ? { kind: 'half', half } : null;
}

function isSelected(selection: Selection | null, target: Target): boolean {
  const own = selectionOf(target);
  return own !== null && selection !== null && own.kind === selection.kind && own.id === selection.id;
}
