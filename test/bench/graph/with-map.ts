import { readPalette } from '#renderer/features/map/canvas/palette.ts';
import { createPictures } from '#shared/domain/map/pipeline.ts';
import { createStage, type Stage } from '#renderer/features/map/canvas/canvas-view.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { afterPicture, dragInCircles, turnWheel, type GraphFigures } from './motion.ts';

interface Shown {
  readonly canvas: HTMLCanvasElement;
  readonly stage: Stage;
  readonly firstPictureMs: number;
}

/** The map as the app shows it: the whole way from a topology to the picture. */
export async function showMap(host: Element, topology: Topology): Promise<Shown> {
  const canvas = document.createElement('canvas');
  host.replaceChildren(canvas);
  const nothing = (): void => undefined;
  const events = { onHover: nothing, onClick: nothing, onDoubleClick: nothing, onPainted: nothing, onSettled: nothing };
  await afterPicture();
  const started = performance.now();
  const stage = createStage(canvas, readPalette(canvas), events);
  stage.show(createPictures().next(topology, false).scene);
  stage.fit();
  await afterPicture();
  return { canvas, stage, firstPictureMs: performance.now() - started };
}

export async function measureMap(host: Element, topology: Topology): Promise<GraphFigures> {
  const { canvas, stage, firstPictureMs } = await showMap(host, topology);
  const panning = await dragInCircles(canvas);
  const zooming = await turnWheel(canvas);
  stage.destroy();
  host.replaceChildren();
  return { firstPictureMs, panning, zooming };
}
