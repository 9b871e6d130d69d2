import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandIo } from '#electron/cli/io.ts';
import { run } from '#electron/cli/run.ts';
import { startFleet, type Fleet, type HeardRequest } from '#simulator/index.ts';
import type { Case } from './case-folder.ts';
import { wordFailures, type Expectations, type RunExpectation } from './expectations.ts';
import { patience } from './pace.ts';
import { applyFailures, planFailures, statusFailures, tailFailures, trustFailures } from './outcomes.ts';

/** Everything that a command printed. */
interface Printed {
  readonly out: string;
  readonly notes: string;
}

/** A case whose servers listen, and the command line that is pointed at them. */
class ServedCase {
  readonly #directory: string;
  readonly #fleet: Fleet;
  readonly #heard: readonly HeardRequest[];
  readonly #printed: string[] = [];
  #plans = 0;

  constructor(directory: string, fleet: Fleet, heard: readonly HeardRequest[]) {
    this.#directory = directory;
    this.#fleet = fleet;
    this.#heard = heard;
  }

  async prepare(): Promise<void> {
    await writeFile(join(this.#directory, 'inventory.json'), JSON.stringify(this.#fleet.inventory()));
    await writeFile(join(this.#directory, 'tokens.json'), JSON.stringify(this.#fleet.tokens()), { mode: 0o600 });
  }

  /** Runs one command and keeps what it printed. */
  async #nameward(...args: string[]): Promise<Printed> {
    let out = '';
    let notes = '';
    const io: CommandIo = {
      write: (text) => {
        out += text;
        return true;
      },
      drained: () => Promise.resolve(),
      note: (text) => {
        notes += text;
      },
      colours: false,
      progress: false,
      version: '0.0.0',
      env: { XDG_CONFIG_HOME: this.#directory, XDG_STATE_HOME: this.#directory, APPDATA: this.#directory },
      interrupted: new AbortController().signal,
      patience,
    };
    const files = ['inventory', 'tokens'].flatMap((name) => [`--${name}`, join(this.#directory, `${name}.json`)]);
    await run([...args, ...files], io);
    this.#printed.push(out, notes);
    return { out, notes };
  }

  async #planFile(changes: readonly unknown[]): Promise<string> {
    this.#plans += 1;
    const file = join(this.#directory, `wanted-${this.#plans}.json`);
    await writeFile(file, JSON.stringify({ version: 1, changes }));
    return file;
  }

  /** Runs what one expectation is about. @returns what does not hold */
  async failuresOf(expected: RunExpectation): Promise<readonly string[]> {
    switch (expected.command) {
      case 'status':
        return statusFailures((await this.#nameward('status', '--json')).out, expected.servers);
      case 'status-text': {
        const { out, notes } = await this.#nameward('status');
        return wordFailures('status', out + notes, expected);
      }
      case 'trust':
        return trustFailures((await this.#nameward('trust', '--json')).out, expected.links);
      case 'tail': {
        const filter = expected.filter === undefined ? [] : ['--filter', expected.filter];
        return tailFailures((await this.#nameward('tail', '--json', ...filter)).out, expected);
      }
      case 'plan':
      case 'apply': {
        const plans = ['--plans', join(this.#directory, 'plans')];
        const file = await this.#planFile(expected.changes);
        const consent = expected.command === 'apply' ? ['--yes'] : [];
        const { out } = await this.#nameward(expected.command, file, '--json', ...plans, ...consent);
        const failures = expected.command === 'plan' ? planFailures : applyFailures;
        return failures(out, expected.steps);
      }
    }
  }

  /** Every command that shows something prints no secret, in words and as JSON, and no kept plan holds one. */
  async secretFailures(secrets: readonly string[]): Promise<readonly string[]> {
    if (secrets.length === 0) return [];
    for (const command of ['status', 'trust', 'tail']) {
      await this.#nameward(command);
      await this.#nameward(command, '--json');
    }
    const kept = await keptText(join(this.#directory, 'plans'));
    const all = [...this.#printed, ...kept].join('\n');
    return secrets.filter((secret) => all.includes(secret)).map((secret) => `the secret ${secret} is shown`);
  }

  requestFailures(expected: NonNullable<Expectations['requests']>): readonly string[] {
    return expected.flatMap(({ server, path, atLeast, ...words }) => {
      const meant = this.#heard
        .filter((one) => one.server === server)
        .flatMap(asked)
        .filter((text) => text.includes(path));
      return [
        ...(meant.length >= atLeast ? [] : [`${server} was asked ${meant.length} times for ${path}, not ${atLeast}`]),
        ...meant.flatMap((text) => wordFailures(`a request to ${server}`, text, words)),
      ];
    });
  }
}

/** A request as text; each command of a batch is one of its own. */
function asked({ path, params }: HeardRequest): readonly string[] {
  if (path === '/json-api/batch') return params.getAll('command');
  return [`${path}?${decodeURIComponent(params.toString())}`];
}

async function keptText(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
}

/**
 * Serves a case and runs everything that it expects.
 * @returns a sentence for each thing that does not hold; none when the case holds
 */
export async function failuresOfCase({ fleet: given, expectations }: Case): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'nameward-case-'));
  const heard: HeardRequest[] = [];
  const fleet = await startFleet({ given, onRequest: (request) => void heard.push(request) });
  try {
    const served = new ServedCase(directory, fleet, heard);
    await served.prepare();
    const failures: string[] = [];
    for (const expected of expectations.runs) failures.push(...(await served.failuresOf(expected)));
    failures.push(...(await served.secretFailures(expectations.secrets ?? [])));
    failures.push(...served.requestFailures(expectations.requests ?? []));
    return failures;
  } finally {
    await fleet.close();
    await rm(directory, { recursive: true, force: true });
  }
}
