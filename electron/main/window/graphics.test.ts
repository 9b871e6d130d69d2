import { describe, expect, it } from 'vitest';
import { chooseGraphics, rememberGraphics } from './graphics.ts';

const day = 24 * 3600_000;
const now = 1_800_000_000_000;

describe('what draws the window', () => {
  it('is the hardware where nothing is known', () => {
    expect(chooseGraphics({ softwareUntil: null }, now)).toBe('hardware');
  });

  it('is the processor for a week where there was no hardware', () => {
    const softwareUntil = rememberGraphics('disabled_software', now);
    expect(chooseGraphics({ softwareUntil }, now)).toBe('software');
    expect(chooseGraphics({ softwareUntil }, now + 6 * day)).toBe('software');
    expect(chooseGraphics({ softwareUntil }, now + 7 * day)).toBe('hardware');
  });

  it('is the hardware again where it was found', () => {
    expect(rememberGraphics('enabled', now)).toBeNull();
    expect(rememberGraphics('enabled_force', now)).toBeNull();
  });

  it('is not the processor for years because a clock was wrong', () => {
    const softwareUntil = rememberGraphics('disabled_software', now + 1000 * day);
    expect(chooseGraphics({ softwareUntil }, now)).toBe('hardware');
  });
});
