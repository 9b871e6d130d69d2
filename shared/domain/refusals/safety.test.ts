import { expect, it } from 'vitest';
import { safetyRefusal } from './safety.ts';

it('refuses every plan of a read-only cluster, whatever is typed', () => {
  expect(safetyRefusal({ level: 'read-only', name: 'ns1' }, 'ns1')?.code).toBe('safety.read-only');
});

it('asks for the name, in any case and without its blanks', () => {
  const safety = { level: 'type-name', name: 'ns1.example.net' } as const;
  expect(safetyRefusal(safety, null)?.code).toBe('safety.type-name');
  expect(safetyRefusal(safety, 'ns2.example.net')?.code).toBe('safety.type-name');
  expect(safetyRefusal(safety, ' NS1.example.net ')).toBeNull();
});

it('has nothing against the other levels: who shows the plan asks', () => {
  expect(safetyRefusal({ level: 'open', name: 'ns1' }, null)).toBeNull();
  expect(safetyRefusal({ level: 'confirm', name: 'ns1' }, null)).toBeNull();
});
