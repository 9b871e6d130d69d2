import { join } from 'node:path';
import { bundle } from './bundle.js';
import { checkout } from './paths.js';
import { SetUpProblem } from './problem.js';

/** @typedef {{ status: number, lines: string[] }} Measured */

/** What is compared of each line of figures, and the most that the ratio may be. */
const figures = {
  graph: { name: 'firstPictureMs', of: (line) => line.ours.firstPictureMs, most: 0.9 },
  // Over the same requests sent bare in the same run: what the machine does meanwhile is divided out.
  fleet: { name: 'ratio', of: (line) => line.ratio, most: 1 },
  plans: { name: 'ratio', of: (line) => line.ratio, most: 1 },
};

/** @param {string} name of a bench; the others measure an earlier build themselves, or none */
export function isComparedHere(name) {
  return Object.hasOwn(figures, name);
}

/**
 * Runs our bench and that of an earlier checkout in turn, and prints the ratio of neighbouring rounds. The earlier one
 * may miss its targets.
 * @param {'graph' | 'fleet' | 'plans'} name
 * @param {string} base the earlier checkout, with its packages
 * @param {(folder: string) => Promise<Measured>} measure runs the bench that is bundled in a checkout
 * @returns {Promise<number>} exit status: 1 when the ratio is missed
 */
export async function compareWithBase(name, base, measure) {
  const { name: figure, of, most } = figures[name];
  const rounds = Number(process.env.NAMEWARD_ROUNDS ?? 7);
  await bundle({ [name]: join(base, 'test', 'bench', `${name}.bench.ts`) }, join(base, 'out', 'bench'), base);
  const once = async (folder) => {
    const { lines } = await measure(folder);
    const line = lines.at(-1);
    if (line === undefined) throw new SetUpProblem(`${name} in ${folder} printed no figures.`, 1);
    return of(JSON.parse(line));
  };
  const found = [];
  for (let round = 0; round < rounds; round += 1) {
    // In turn the one and the other first.
    const early = round % 2 === 1 ? await once(base) : null;
    const now = await once(checkout);
    found.push({ now, before: early ?? (await once(base)) });
  }
  const middle = (values, part = 0.5) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * part)];
  const ratios = found.map(({ now, before }) => now / before);
  const ratio = middle(ratios);
  const round = (value) => Math.round(value * 100) / 100;
  const line = {
    bench: name,
    compared: figure,
    rounds,
    now: middle(found.map(({ now }) => now)),
    before: middle(found.map(({ before }) => before)),
    overBase: {
      median: round(ratio),
      quartiles: [round(middle(ratios, 0.25)), round(middle(ratios, 0.75))],
      most,
    },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return ratio <= most ? 0 : 1;
}
