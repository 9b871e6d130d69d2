import { describe, expect, it } from 'vitest';
import { fitView, reveal, toScreen, toWorld } from './camera.ts';

const extent = { width: 1000, height: 700 };

describe('fitView', () => {
  it('shows all of it, below the head', () => {
    const bounds = { x: -300, y: 50, width: 4000, height: 3000 };
    const view = fitView(bounds, extent);
    const topLeft = toScreen(view, bounds);
    const bottomRight = toScreen(view, { x: bounds.x + bounds.width, y: bounds.y + bounds.height });
    expect(topLeft.x).toBeGreaterThanOrEqual(0);
    expect(topLeft.y).toBeGreaterThanOrEqual(28);
    expect(bottomRight.x).toBeLessThanOrEqual(extent.width);
    expect(bottomRight.y).toBeLessThanOrEqual(extent.height);
  });

  it('does not blow a small fleet up', () => {
    expect(fitView({ x: 0, y: 0, width: 216, height: 40 }, extent).scale).toBe(1);
  });
});

it('goes to the screen and back', () => {
  const view = { scale: 0.37, x: 12, y: -40 };
  const there = toWorld(view, toScreen(view, { x: 123, y: 456 }));
  expect(there.x).toBeCloseTo(123);
  expect(there.y).toBeCloseTo(456);
});

describe('reveal', () => {
  it('leaves the view alone when the box is in sight', () => {
    const view = { scale: 1, x: 0, y: 0 };
    expect(reveal(view, { x: 100, y: 100, width: 50, height: 50 }, extent)).toBe(view);
  });

  it('pans as little as it takes', () => {
    const moved = reveal({ scale: 1, x: 0, y: 0 }, { x: 1200, y: 100, width: 50, height: 50 }, extent);
    expect(moved).toEqual({ scale: 1, x: -266, y: 0 });
  });
});
