import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import type { Change, Intention, IntentionKind } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';

/** What an intention comes to in the fleet as it is. */
export interface Expansion {
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  /** Why it cannot be done at all, a sentence. */
  readonly impossible: string | null;
}

/** All that there is to know of one kind of intention. Everything is pure. */
interface IntentionRules<I extends Intention> {
  /** The changes that it comes to; the order is the plan's affair. */
  expand(intention: I, situation: PlanSituation): Expansion;
  /** What it is, in a few words: the title of its plan. */
  title(intention: I, names: PlanNames): string;
  /** What the user wants, a sentence. */
  words(intention: I, names: PlanNames, topology: Topology): string;
  /** Servers by which it is expanded, as it names them: what stands in their lists decides what it comes to. */
  named(intention: I): readonly ServerId[];
  /** The servers that it is about, of links those that are there. */
  subjects(intention: I, links: Topology['links']): readonly ServerId[];
  /** Servers on which it changes something or that it is about, as far as it names them. */
  changed(intention: I, links: Topology['links']): readonly ServerId[];
}

type IntentionOf<K extends IntentionKind> = Extract<Intention, { readonly kind: K }>;

/** The object that the file of an intention exports; for none in particular: as general functions see it. */
export type KindOfIntention<K extends IntentionKind = IntentionKind> = IntentionRules<IntentionOf<K>>;
