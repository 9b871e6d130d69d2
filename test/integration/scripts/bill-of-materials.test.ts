import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Bill {
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly type: string } };
  readonly components: readonly object[];
}

const script = join(import.meta.dirname, '../../../scripts/bill-of-materials.js');
const { billOf } = (await import(script)) as {
  billOf(whole: Bill, shipped: readonly { readonly name: string; readonly version: string }[]): Bill;
};

const component = (name: string, version: string, more: object = {}) => ({
  'bom-ref': `${name}@${version}`,
  type: 'library',
  name,
  version,
  scope: 'optional',
  purl: `pkg:npm/${name}@${version}`,
  properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
  ...more,
});
const whole = {
  specVersion: '1.5',
  metadata: { component: { name: 'checkout', type: 'library' } },
  components: [component('zod', '4.0.0'), component('zod', '3.0.0'), component('vitest', '4.0.0')],
  dependencies: [{ ref: 'vitest@4.0.0', dependsOn: ['zod@3.0.0'] }],
};

describe('the bill of materials', () => {
  it('holds what is shipped, in its version, and nothing else', () => {
    const bill = billOf(whole, [{ name: 'zod', version: '4.0.0' }]);
    expect(bill.components).toEqual([component('zod', '4.0.0', { scope: 'required', properties: [] })]);
    expect(bill.metadata.component).toEqual({ name: 'nameward', type: 'application' });
    expect(JSON.stringify(bill)).not.toContain('vitest');
    expect(bill.specVersion).toBe('1.5');
  });

  it('is not made without something that is shipped', () => {
    expect(() => billOf(whole, [{ name: 'zod', version: '5.0.0' }])).toThrow('zod 5.0.0 is shipped and not in');
  });
});
