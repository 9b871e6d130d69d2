/** The process of the lab: a simulated fleet that lives as long as its profile is open. */
import { mkdir } from 'node:fs/promises';
import { serveControl } from '#simulator/control/server.ts';
import { startFleet } from '#simulator/index.ts';
import { labRequestSchema, type LabMessage, type LabRequest } from '#electron/main/lab/messages.ts';

const port = process.parentPort;
const tell = (message: LabMessage): void => port.postMessage(message);

async function runLab(request: LabRequest): Promise<void> {
  const { directory, servers, scenario, seed } = request;
  if (directory !== null) await mkdir(directory, { recursive: true, mode: 0o700 });
  const fleet = await startFleet({
    trickle: true,
    ...(directory === null ? {} : { dir: directory }),
    ...(servers === null ? {} : { servers }),
    ...(scenario === null ? {} : { scenario }),
    ...(seed === null ? {} : { seed }),
  });
  const endControl = directory === null ? null : await serveControl(fleet, directory);
  port.on('message', ({ data }) => {
    if (data !== 'stop') return;
    void Promise.allSettled([endControl?.(), fleet.close()]).then(() => process.exit(0));
  });
  tell({ kind: 'ready', inventory: fleet.inventory(), tokens: { ...fleet.tokens().tokens } });
}

runLab(labRequestSchema.parse(JSON.parse(process.argv.at(-1) ?? 'null'))).catch((error: unknown) => {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  // Left to main to end: the message has to arrive first.
});
