/** Fleets to start from: plain state, made anew and equal for equal options. */
import { seededRandom } from '../random.ts';
import type { ScenarioOptions, ScenarioPlan } from '../model.ts';
import { fillDefaultLab, UNKNOWN_TO_THE_APP } from './default-lab.ts';
import type { FleetDraft } from './server-state.ts';
import { fillUniform } from './uniform.ts';

/** Servers of `uniform` when no number is asked for. */
const UNIFORM_SERVERS = 50;

/**
 * Makes the state of a whole fleet and says which of its servers the app is told of.
 * Pure: the same options give the same servers, tokens and zones.
 * @throws when the scenario is unknown or cannot have that many servers
 */
export function buildScenario(options: ScenarioOptions): ScenarioPlan {
  const draft: FleetDraft = { options, random: seededRandom(options.seed), servers: [] };
  if (options.name === 'default') {
    if (options.servers !== null && options.servers !== 14) {
      throw new Error('the scenario "default" has 14 servers; take "uniform" for another number');
    }
    fillDefaultLab(draft);
  } else if (options.name === 'uniform') {
    const count = options.servers ?? UNIFORM_SERVERS;
    if (!Number.isInteger(count) || count < 2 || count > 1000) {
      throw new Error('a fleet has 2 to 1000 servers');
    }
    fillUniform(draft, count);
  } else {
    throw new Error(`no such scenario: ${options.name} (there are: default, uniform)`);
  }
  return {
    servers: draft.servers,
    known: draft.servers
      .filter((server) => options.name !== 'default' || !UNKNOWN_TO_THE_APP.has(server.id))
      .map((server) => ({ id: server.id, user: 'root', token: server.tokens.get('nameward')?.token ?? '' })),
  };
}
