import type { InventoryServer } from '#shared/schema/inventory/index.ts';
import type { PlanGround } from './reading.ts';

/**
 * The server of ours that a member's entry names.
 * @param host its host name, as the entry has it
 * @returns null also when several would fit
 */
export function targetOf({ inventory, fleet }: PlanGround, address: string, host: string): InventoryServer | null {
  const { nodes } = fleet.topology();
  const found = Object.values(nodes).filter(
    (node) => node.kind === 'server' && (node.addresses.includes(address) || node.label === host),
  );
  return found.length === 1 ? inventory.find(found[0]?.id ?? '') : null;
}
