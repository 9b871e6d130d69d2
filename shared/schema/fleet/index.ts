import type { ServerId, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { fleetV1 } from './v1.ts';
import { fleetFromV1, fleetV2 } from './v2.ts';

/** The last known observations, as they survive a restart. */
export interface FleetMemory {
  /** Epoch ms. */
  readonly savedAt: number;
  readonly observations: Readonly<Record<ServerId, ServerObservation>>;
  /** When the channels of a server were found out, epoch ms. */
  readonly probedAt: Readonly<Record<ServerId, number>>;
}

export const fleetDocument: DocumentDefinition<FleetMemory> = {
  name: 'fleet',
  form: 'wrapped',
  versions: [fleetV1, fleetV2],
  migrations: [fleetFromV1],
};
