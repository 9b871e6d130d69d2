/**
 * How many lines the tails may give: no reader follows thousands a second, and a log that goes on so would have a
 * processor for itself. A store for bursts is shared by all; besides it each tail has a trickle of its own, so that a
 * flood of one never dries up the others. Whoever has none left waits with its socket at rest: the server keeps its
 * lines, and none is lost.
 */
export interface LineAllowance {
  tail(): TailAllowance;
}

export interface TailAllowance {
  took(lines: number): void;
  /** @returns ms until more may be read; 0: now */
  wait(): number;
}

interface Store {
  amount: number;
  at: number;
}

const shared = { most: 500_000, perSecond: 5_000 };
const own = { most: 5_000, perSecond: 500 };
/** Waiting is not worth less, ms. */
const shortestWait = 50;

/** @param now ms of a clock that is never set back */
export function createLineAllowance(now: () => number = () => performance.now()): LineAllowance {
  const refill = (store: Store, { most, perSecond }: typeof own): void => {
    const time = now();
    store.amount = Math.min(most, store.amount + ((time - store.at) / 1000) * perSecond);
    store.at = time;
  };
  const burst: Store = { amount: shared.most, at: now() };
  return {
    tail() {
      const trickle: Store = { amount: own.most, at: now() };
      return {
        took(lines) {
          refill(burst, shared);
          refill(trickle, own);
          const fromBurst = Math.min(burst.amount, Math.max(lines - trickle.amount, 0));
          burst.amount -= fromBurst;
          trickle.amount -= lines - fromBurst;
        },
        wait() {
          refill(burst, shared);
          refill(trickle, own);
          // What a tail took beyond both is a debt, which it pays before it goes on.
          if (trickle.amount >= 1 || trickle.amount + burst.amount >= 1) return 0;
          return Math.max(shortestWait, ((1 - trickle.amount) / own.perSecond) * 1000);
        },
      };
    },
  };
}
