/** Fleets to start from: plain state, made anew and equal for equal options. */
import { seededRandom } from '#simulator/random.ts';
import type { ScenarioOptions, ScenarioPlan } from '#simulator/seams.ts';
import { fillDefaultLab, UNKNOWN_TO_THE_APP } from './default-lab.ts';
import { fillNat } from './nat.ts';
import { fillPairs, PAIRS_SERVERS } from './pairs.ts';
import { fillResellers } from './resellers.ts';
import type { FleetDraft } from './server-state.ts';
import { fillUniform } from './uniform.ts';

/** Servers of `uniform` when no number is asked for. */
const UNIFORM_SERVERS = 50;

/** Scenarios of a fixed number of servers. */
function fixed(name: string, count: number, fill: (draft: FleetDraft) => void): Fill {
  return (draft, servers) => {
    if (servers !== null && servers !== count) {
      throw new Error(`the scenario "${name}" has ${String(count)} servers; take "uniform" for another number`);
    }
    fill(draft);
  };
}

/** Scenarios of any number. */
function sized(usual: number, fill: (draft: FleetDraft, count: number) => void): Fill {
  return (draft, servers) => {
    const count = servers ?? usual;
    if (!Number.isInteger(count) || count < 2 || count > 1000) throw new Error('a fleet has 2 to 1000 servers');
    fill(draft, count);
  };
}

type Fill = (draft: FleetDraft, servers: number | null) => void;

const FILLS: ReadonlyMap<string, Fill> = new Map([
  ['default', fixed('default', 14, fillDefaultLab)],
  ['uniform', sized(UNIFORM_SERVERS, fillUniform)],
  ['pairs', sized(PAIRS_SERVERS, fillPairs)],
  ['nat', fixed('nat', 6, fillNat)],
  ['resellers', fixed('resellers', 5, fillResellers)],
]);

/** Names of all scenarios. */
const SCENARIOS: readonly string[] = [...FILLS.keys()];

/**
 * Makes the state of a whole fleet and says which of its servers the app is told of.
 * Pure: the same options give the same servers, tokens and zones.
 * @throws when the scenario is unknown or cannot have that many servers
 */
export function buildScenario(options: ScenarioOptions): ScenarioPlan {
  const draft: FleetDraft = { options, random: seededRandom(options.seed), servers: [] };
  const fill = FILLS.get(options.name);
  if (fill === undefined) {
    throw new Error(`no such scenario: ${options.name} (there are: ${SCENARIOS.join(', ')})`);
  }
  fill(draft, options.servers);
  return {
    servers: draft.servers,
    known: draft.servers
      .filter((server) => options.name !== 'default' || !UNKNOWN_TO_THE_APP.has(server.id))
      .map((server) => ({ id: server.id, user: 'root', token: server.tokens.get('nameward')?.token ?? '' })),
  };
}
