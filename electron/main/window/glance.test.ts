import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glanceAtWindow } from './glance.ts';
import { firstWindow, windowVersion, type WindowData } from './window-data.ts';

const size = fc.integer({ min: 1, max: 10_000 });
const place = fc.integer({ min: -10_000, max: 10_000 });
const left: fc.Arbitrary<WindowData> = fc.record({
  bounds: fc.option(fc.record({ x: place, y: place, width: size, height: size }, { noNullPrototype: true })),
  maximised: fc.boolean(),
  theme: fc.constantFrom('system' as const, 'dark' as const, 'light' as const),
  softwareUntil: fc.option(fc.nat()),
});

describe('a glance at how the window was left', () => {
  it('sees what the file says, in its form of now and the one before', () => {
    fc.assert(
      fc.property(left, (data) => {
        const read = { data, state: 'ok' };
        expect(glanceAtWindow(JSON.stringify({ version: windowVersion, ...data }))).toEqual(read);
        expect(glanceAtWindow(JSON.stringify({ version: 1, data }))).toEqual(read);
      }),
    );
  });

  it('takes no file for a first start', () => {
    expect(glanceAtWindow('')).toEqual({ data: firstWindow, state: 'ok' });
  });

  it('sees that a file was written by a newer Nameward, and what is understood of it', () => {
    const text = JSON.stringify({ version: windowVersion + 1, theme: 'dark', screens: [1, 2] });
    expect(glanceAtWindow(text)).toEqual({ data: { ...firstWindow, theme: 'dark' }, state: 'newer' });
  });

  it.each(['{', 'null', '7', '[]', '{}', '{"version":1,"data":7}', '{"version":1}', '{"version":2,"bounds":7}'])(
    'takes %s for odd',
    (text) => {
      expect(glanceAtWindow(text)).toEqual({ data: firstWindow, state: 'odd' });
    },
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.json(), (text) => void glanceAtWindow(text)));
  });
});
