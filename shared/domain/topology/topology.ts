import type { KnownServer, MemberRecord, Product, Role, ServerObservation, Channel } from './observation.ts';
import type { ReasonCode } from './reason-codes.ts';

/** One state everywhere: one colour, one icon, one word. */
export type State = 'ok' | 'warning' | 'broken' | 'disabled' | 'unknown';

/** Why a state is not `ok`, or what else is worth knowing. `message` is a full sentence in WHM's words. */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  /** Where it rests on a last word: when the server that was asked last answered, epoch ms. */
  readonly since?: number | undefined;
}

/**
 * `server`: in the inventory. `unknown`: a member host that Nameward holds no token for. `foreign`: SoftLayer, VPS.NET
 * or a plug-in module.
 */
export type NodeKind = 'server' | 'unknown' | 'foreign';
export type Tier = 'web' | 'intermediary' | 'nameserver';

export interface TopologyNode {
  /** The server's id; `member:ADDRESS` for an unknown host; `module:MODULE@SERVER` for a foreign back end. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Host name to show. */
  readonly label: string;
  readonly addresses: readonly string[];
  readonly product: Product;
  readonly tier: Tier;
  readonly state: State;
  readonly reasons: readonly Reason[];
  /** Index into `Topology.clusters`; null: linked with nobody. */
  readonly cluster: number | null;
  readonly server: KnownServer | null;
  readonly observation: ServerObservation | null;
}

export type ReverseTrust = 'yes' | 'no' | 'unknown' | 'not-required';

/** A directed link: `from` is the server that has the entry, `to` the member it names. */
export interface Link {
  /** `FROM>TO`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly role: Role | null;
  readonly reverseTrust: ReverseTrust;
  readonly state: State;
  readonly reasons: readonly Reason[];
  readonly member: MemberRecord;
  /** Where and when the entry was read. */
  readonly source: Channel | 'user';
  readonly at: number;
}

export interface Topology {
  readonly nodes: Readonly<Record<string, TopologyNode>>;
  readonly links: Readonly<Record<string, Link>>;
  /** Node ids by cluster (connected through links, direction ignored), sorted; only clusters of two or more. */
  readonly clusters: readonly (readonly string[])[];
}

/** What changed between two topologies; whole records, since a record is small. */
export interface TopologyDelta {
  readonly nodes: Readonly<Record<string, TopologyNode>>;
  readonly removedNodes: readonly string[];
  readonly links: Readonly<Record<string, Link>>;
  readonly removedLinks: readonly string[];
  /** Null: unchanged. */
  readonly clusters: readonly (readonly string[])[] | null;
}

export const emptyTopology: Topology = { nodes: {}, links: {}, clusters: [] };
