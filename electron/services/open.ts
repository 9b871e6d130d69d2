import type { ServicePorts, Services } from './services.ts';

/**
 * Reads the profile's documents and builds the services on them. Nothing is sent before `fleet.start()`.
 * @param ports the adapters
 * @returns the services; what was wrong with the documents stands in `notices()`
 */
export declare function openServices(ports: ServicePorts): Promise<Services>;
