import { describe, expect, it } from 'vitest';
import { placeWindow } from './placement.ts';

const screen = { x: 0, y: 0, width: 1600, height: 1000 };
const right = { x: 1600, y: 0, width: 1920, height: 1080 };

describe('where the window opens', () => {
  it('is left to the system the first time', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1440, height: 900 });
    expect(placeWindow(null, [{ ...screen, width: 1280, height: 700 }])).toEqual({ width: 1280, height: 700 });
  });

  it('is where it was left, on any screen', () => {
    const left = { x: 1700, y: 50, width: 1000, height: 700 };
    expect(placeWindow(left, [screen, right])).toEqual(left);
  });

  it('is not on a screen that is gone', () => {
    const left = { x: 1700, y: 50, width: 1000, height: 700 };
    expect(placeWindow(left, [screen])).toEqual({ width: 1000, height: 700 });
  });

  it('is not where it could not be taken hold of', () => {
    expect(placeWindow({ x: 1500, y: 0, width: 1000, height: 700 }, [screen])).not.toHaveProperty('x');
    expect(placeWindow({ x: 0, y: -300, width: 1000, height: 700 }, [screen])).not.toHaveProperty('x');
    expect(placeWindow({ x: 0, y: 990, width: 1000, height: 700 }, [screen])).not.toHaveProperty('x');
  });

  it('is never smaller than what the page needs nor larger than the screen', () => {
    expect(placeWindow({ x: 0, y: 0, width: 10, height: 10 }, [screen])).toMatchObject({ width: 900, height: 600 });
    expect(placeWindow({ x: 0, y: 0, width: 9000, height: 9000 }, [screen])).toMatchObject({
      width: 1600,
      height: 1000,
    });
  });
});
