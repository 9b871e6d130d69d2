import type { Opened } from '#shared/domain/map/fold.ts';
import { createPictures, type Pictures } from '#shared/domain/map/pipeline.ts';
import type { View } from './camera.ts';

/** Where the map is looked at from, as it was left. */
export interface Camera {
  readonly view: View;
  /** Whether the user has moved it since the last fit. */
  readonly touched: boolean;
}

/** What outlives the map while another view is open: the places of the servers and where they are looked at from. */
export interface MapMemory {
  readonly pictures: Pictures;
  /** Null until the map was left once. */
  camera: Camera | null;
  /** Whether 'problems only' has a picture of its own at the moment. */
  compact: boolean;
  /** The view of the whole fleet, while a compact picture is shown. */
  whole: View | null;
  /** Whether a settled fleet was fitted: from then on the map moves by the user's hand only. */
  fitted: boolean;
  /** Groups of servers that are open in a large fleet; 'all': nothing is folded. */
  opened: Opened;
}

/** @returns the memory of a map that nobody has seen yet */
export function createMapMemory(): MapMemory {
  return { pictures: createPictures(), camera: null, compact: false, whole: null, fitted: false, opened: new Set() };
}
