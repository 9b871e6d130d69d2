import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import type { Change, ChangeKind, ChangeOf } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';

/** Every change in words: what it does, how it is verified, how it is undone. WHM's own words throughout. */
export interface ChangeWords {
  readonly does: string;
  readonly verification: string;
  /** Null: it cannot be undone. */
  readonly undo: string | null;
}

/** Fields by name; a null value is unknown. `null` as a whole: that part of the settings was not read. */
export type Facet = Readonly<Record<string, string | number | boolean | null>> | null;

/** What stands against a change; of which it is said by whoever knows the change. */
export type Obstacle = Pick<Refusal, 'code' | 'message'>;

/** When a change is judged. */
export interface Moment {
  /** The settings just before the change. */
  readonly before: FleetConfiguration;
  readonly situation: PlanSituation;
  /** Every change of the plan: what another one takes care of is no risk of this one. */
  readonly planned: readonly Change[];
}

/** All that plans know of one kind of change. Everything is pure, and what is unknown is null. */
interface KindOf<C extends Change> {
  /** Place in the order of carrying out, the lowest first; `phaseOf` tells why. */
  phase(change: C): number;
  words(change: C, names: PlanNames): ChangeWords;
  /** What it comes to for zones and members, a sentence each. */
  effects(change: C, moment: Moment): readonly string[];
  /** What is pulled, overwritten or orphaned by it, a sentence each. */
  risks(change: C, moment: Moment): readonly string[];
  /** Why it cannot be made on its server as it is just before; null: nothing stands against it. */
  obstacle(change: C, server: ServerConfiguration, names: PlanNames): Obstacle | null;
  /** The part of the settings that it is about; null: that part is not known, or it changes no setting. */
  facet(change: C, server: ServerConfiguration): Facet;
  /** Whether WHM makes it in several calls, so that it may be half made. */
  readonly isInParts: boolean;
  /** @returns the settings of its server after it */
  apply(change: C, server: ServerConfiguration): ServerConfiguration;
  /**
   * The change that takes it back, given the settings before it; null: it cannot be taken back, or what was before is
   * not known.
   */
  inverse(change: C, before: ServerConfiguration): Change | null;
  /** The changes of this kind that lead, with those of the other kinds, from one server's settings to others. */
  differences(server: ServerId, from: ServerConfiguration, to: ServerConfiguration): readonly C[];
  /** What it is about: of two wishes about the same subject the later one counts. */
  subject(change: C): string;
  /** The address of the entry of a member list that it is about; null: it is about the server. */
  entry(change: C): string | null;
  /** Servers that it is about besides its own; null for one that is not known. */
  farEnds(change: C, links: Topology['links'], names: PlanNames): readonly (ServerId | null)[];
  /** What follows when one of these does not answer; null: nothing. */
  whenSilent(change: C, before: ServerConfiguration | undefined): string | null;
}

/** The object that the file of a kind exports; for no kind in particular: as general functions see it. */
export type KindOfChange<K extends ChangeKind = ChangeKind> = KindOf<ChangeOf<K>>;
