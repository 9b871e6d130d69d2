import type { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { inventoryV1 } from './v1.ts';

export type Inventory = z.output<typeof inventoryV1>;
export type InventoryServer = Inventory['servers'][number];

export const inventoryDocument: DocumentDefinition<Inventory> = {
  name: 'inventory',
  form: 'inline',
  versions: [inventoryV1],
  migrations: [],
};
