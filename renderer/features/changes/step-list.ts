import { useCallback, useEffect, useState, type RefObject } from 'react';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';

/** Up to so many steps stand in the page as a whole; of more only those in sight do. */
const wholeUpTo = 60;
/** CSS pixels of a usual step, until it is measured. */
const usualHeight = 150;
const beyondSight = 4;

/** A step that is asked for; a new one each time, so that it can be asked for again. */
export interface WantedStep {
  readonly index: number;
  /** Whether the keyboard goes there too. */
  readonly focus: boolean;
}

/**
 * The steps of a plan in a scroller that holds more above them.
 * @param scroller what scrolls
 * @param above height of what stands above the steps, CSS pixels
 * @param count how many steps there are
 * @param first index of the step to be in sight from the start and whenever it changes; null: none
 */
export function useStepList(
  scroller: RefObject<HTMLElement | null>,
  above: number,
  count: number,
  first: number | null,
) {
  const [wanted, setWanted] = useState<WantedStep | null>(null);
  const extractRange = useCallback(
    (range: Range): number[] => {
      const inSight = defaultRangeExtractor(range);
      // The keyboard stays on the step that it was brought to.
      return wanted === null || inSight.includes(wanted.index) || wanted.index >= range.count
        ? inSight
        : [...inSight, wanted.index].toSorted((a, b) => a - b);
    },
    [wanted],
  );
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: count <= wholeUpTo ? count : beyondSight,
    scrollMargin: above,
    rangeExtractor: extractRange,
    // What is beyond sight is drawn already: scrolling need not wait for the rest.
    useFlushSync: false,
  });
  useEffect(() => {
    if (wanted !== null) virtualizer.scrollToIndex(wanted.index, { align: 'center' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted]);
  useEffect(() => {
    if (first !== null) setWanted({ index: first, focus: false });
  }, [first]);
  return {
    above,
    virtualizer,
    wanted,
    show: (index: number): void => setWanted({ index, focus: true }),
  };
}

export type StepList = ReturnType<typeof useStepList>;
