/** Tries every fault and writes the table: the program behind `npm run faults`. First argument: the file to write. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFleet } from '#test/fixtures/hostile/fleet.ts';
import { tryHeld } from './held.ts';
import { faultTable, type FaultRow } from './row.ts';
import { tryWire } from './wire.ts';

const script = fileURLToPath(import.meta.url);

if (process.send && process.argv[2] === 'serve') await serveFleet(Number(process.argv[3]), Number(process.argv[4]));
else await tryAll(process.argv[2] ?? 'docs/faults.md');

async function tryAll(file: string): Promise<void> {
  const rows: FaultRow[] = [];
  const told = (row: FaultRow): void => {
    rows.push(row);
    process.stdout.write(
      `${row.survived ? 'held ' : 'BROKE'} ${row.fault.slice(0, 100)} (${row.seen.slice(0, 160)})\n`,
    );
  };
  const reports = await mkdtemp(join(tmpdir(), 'nameward-faults-'));
  try {
    await tryWire(script, told);
    await tryHeld(reports, told);
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  const broken = rows.filter(({ survived }) => !survived).length;
  await writeFile(
    file,
    `# Faults tried\n\nWritten by \`npm run faults\`, which tries each: hostile servers against the built command line, the surroundings by the tests that are named. ${rows.length} faults, ${broken} of them broke something.\n\n${faultTable(rows)}`,
  );
  process.stdout.write(`${rows.length - broken} passed, ${broken} failed\n`);
  process.exitCode = broken === 0 ? 0 : 1;
}
