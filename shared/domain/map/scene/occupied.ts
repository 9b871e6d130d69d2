import type { Box } from '#shared/domain/map/sizes.ts';

/** Places that nothing else may lie on. */
export interface Taken {
  add(box: Box): void;
  /** @returns whether the box lies on a taken one; to touch is not to lie on */
  hits(box: Box): boolean;
}

const cell = 32;

/** A grid of cells: signs are small and many, so a look at the cells around is all it takes. */
export function createTaken(boxes: Iterable<Box> = []): Taken {
  const cells = new Map<number, Box[]>();
  const eachCell = (box: Box, visit: (key: number) => boolean): boolean => {
    for (let column = Math.floor(box.x / cell); column <= Math.floor((box.x + box.width) / cell); column += 1) {
      for (let row = Math.floor(box.y / cell); row <= Math.floor((box.y + box.height) / cell); row += 1) {
        if (visit(column * 1_000_003 + row)) return true;
      }
    }
    return false;
  };
  const taken: Taken = {
    add(box) {
      eachCell(box, (key) => {
        const list = cells.get(key);
        if (list) list.push(box);
        else cells.set(key, [box]);
        return false;
      });
    },
    hits: (box) => eachCell(box, (key) => (cells.get(key) ?? []).some((other) => overlap(box, other))),
  };
  for (const box of boxes) taken.add(box);
  return taken;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
