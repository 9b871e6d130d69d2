import { expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';

function circuitAt() {
  const clock = { now: 0 };
  const circuit = createCircuit({
    failures: 3,
    firstPauseMs: 1000,
    longestPauseMs: 3000,
    now: () => clock.now,
    random: () => 0.5,
  });
  return { clock, circuit };
}

function failTimes(circuit: ReturnType<typeof createCircuit>, times: number): void {
  for (let time = 0; time < times; time += 1) {
    expect(circuit.enter()).toBeNull();
    circuit.failed();
  }
}

it('opens after failures in a row only', () => {
  const { circuit } = circuitAt();
  failTimes(circuit, 2);
  circuit.enter();
  circuit.succeeded();
  failTimes(circuit, 3);
  expect(circuit.enter()).toBe(1000);
});

it('lets one attempt through after the pause, and waits longer after each that fails', () => {
  const { clock, circuit } = circuitAt();
  failTimes(circuit, 3);
  clock.now = 1000;
  expect(circuit.enter()).toBeNull();
  expect(circuit.enter()).toBeGreaterThan(1000);
  circuit.failed();
  expect(circuit.enter()).toBe(3000);
  clock.now = 3000;
  failTimes(circuit, 1);
  expect(circuit.enter()).toBe(6000);
  clock.now = 6000;
  expect(circuit.enter()).toBeNull();
  circuit.succeeded();
  expect([circuit.enter(), circuit.enter()]).toEqual([null, null]);
});

it('waits no longer because the clock was set back', () => {
  const { clock, circuit } = circuitAt();
  clock.now = 1_000_000;
  failTimes(circuit, 3);
  clock.now = 5000;
  expect(circuit.enter()).toBe(6000);
  clock.now = 6000;
  expect(circuit.enter()).toBeNull();
});

it('is not moved by what was cancelled or still under way', () => {
  const { clock, circuit } = circuitAt();
  failTimes(circuit, 3);
  circuit.failed();
  expect(circuit.enter()).toBe(1000);
  clock.now = 1000;
  circuit.enter();
  circuit.abandoned();
  expect(circuit.enter()).toBeNull();
});

it('tries at once when somebody wants to know, and closes only on success', () => {
  const { clock, circuit } = circuitAt();
  circuit.wake();
  failTimes(circuit, 3);
  clock.now = 10;
  circuit.wake();
  failTimes(circuit, 1);
  expect(circuit.enter()).toBe(2010);
});
