import type { BrowserWindow } from 'electron';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Services } from '#electron/services/index.ts';
import { applyDelta } from '#shared/domain/topology/delta.ts';
import { emptyTopology, type Topology } from '#shared/domain/topology/topology.ts';
import type { ProfileFolder } from '#electron/profile/folder.ts';
import { fleetTable } from './fleet-table.ts';

export interface ReportOptions {
  readonly file: string;
  readonly window: BrowserWindow;
  readonly folder: ProfileFolder;
  /** Resolves when the page has painted the map with live facts. */
  readonly painted: Promise<void>;
  readonly services: () => Promise<Services>;
  readonly deadlineMs: number;
}

/**
 * Waits for the live map, writes it as a picture and tells the fleet as a table.
 * @returns the text for standard output
 * @throws Error in words when the map was not there in time
 */
export async function writeReport(options: ReportOptions): Promise<string> {
  await inTime(options.painted, options.deadlineMs);
  const file = resolve(options.file);
  const picture = await options.window.webContents.capturePage();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, picture.toPNG());
  const topology = await currentTopology(await options.services());
  return [
    fleetTable(topology),
    '',
    `The map:       ${file}`,
    `The inventory: ${join(options.folder.directory, 'inventory.json')}`,
    `The log:       ${join(options.folder.logs, 'nameward.log')}`,
    '',
  ].join('\n');
}

/** The topology of now; the first event is a snapshot. */
async function currentTopology(services: Services): Promise<Topology> {
  return await new Promise((found) => {
    let topology: Topology = emptyTopology;
    const stop = services.fleet.watch((event) => {
      topology = event.kind === 'snapshot' ? event.topology : applyDelta(topology, event.delta);
      // After the call of watch has returned, even when the snapshot comes within it.
      queueMicrotask(() => {
        stop();
        found(topology);
      });
    });
  });
}

async function inTime(event: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The live map was not painted within ${deadlineMs / 1000} s.`)),
      deadlineMs,
    );
  });
  try {
    await Promise.race([event, late]);
  } finally {
    clearTimeout(timer);
  }
}
