import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeContent } from '#shared/schema/definition.ts';
import { firstWindow, windowDocument, type WindowData } from '#shared/schema/window/index.ts';
import { glanceAtWindow } from './glance.ts';

const size = fc.integer({ min: 1, max: 10_000 });
const place = fc.integer({ min: -10_000, max: 10_000 });
const left: fc.Arbitrary<WindowData> = fc.record({
  bounds: fc.option(fc.record({ x: place, y: place, width: size, height: size }, { noNullPrototype: true })),
  maximised: fc.boolean(),
  theme: fc.constantFrom('system' as const, 'dark' as const, 'light' as const),
  softwareUntil: fc.option(fc.nat()),
});

describe('a glance at how the window was left', () => {
  it('sees what the document says', () => {
    fc.assert(
      fc.property(left, (data) => {
        expect(glanceAtWindow(JSON.stringify(writeContent(windowDocument, data)))).toEqual(data);
      }),
    );
  });

  it('takes anything else for a first start and never throws', () => {
    for (const text of ['', '{', 'null', '7', '[]', '{"data":7}', '{"data":null}', '{"version":1}']) {
      expect(glanceAtWindow(text)).toEqual(firstWindow);
    }
    fc.assert(fc.property(fc.json(), (text) => void windowDocument.versions[0].parse(glanceAtWindow(text))));
  });
});
