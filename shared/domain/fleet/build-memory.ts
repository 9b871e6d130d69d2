import type { Directory } from '#shared/domain/topology/directory.ts';
import type { KnownServer, ServerId, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Link, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { DraftLink, DraftNode } from './draft.ts';
import type { Structure } from './structure.ts';

/**
 * What the last picture was built of, so that the next one works out anew only what may be otherwise: mostly one server
 * of many answers at a time. A part is taken over where everything it was made of is the very same; the result never
 * depends on it.
 */
export interface BuildMemory {
  directory: { readonly of: readonly NamesOfServer[]; readonly directory: Directory } | null;
  servers: ReadonlyMap<ServerId, ServerPart>;
  structure: Structure | null;
  nodes: ReadonlyMap<string, JudgedNode>;
  links: ReadonlyMap<string, JudgedLink>;
}

/** Everything that a directory knows of a server. */
export interface NamesOfServer {
  readonly id: ServerId;
  readonly host: string;
  readonly name: string;
  readonly claims: readonly string[];
}

/** A server and its entries before anything was judged. */
export interface ServerPart {
  readonly server: KnownServer;
  /** What was read of it; undefined: nothing yet. */
  readonly read: ServerObservation | undefined;
  readonly observation: ServerObservation;
  readonly directory: Directory;
  readonly node: DraftNode;
  readonly links: readonly DraftLink[];
}

/** A node, and what it was judged by besides itself. */
export interface JudgedNode {
  readonly draft: DraftNode;
  readonly cluster: number | null;
  readonly tier: TopologyNode['tier'];
  readonly outage: boolean;
  /** Nameserver software in its cluster, as one text. */
  readonly software: string;
  /** Contested names, as one text. */
  readonly contests: string;
  readonly node: TopologyNode;
}

/** A link, and what it was judged by. */
export interface JudgedLink {
  readonly draft: DraftLink;
  readonly from: DraftNode;
  readonly to: DraftNode;
  readonly listedByFar: boolean | null;
  readonly maybeByOther: boolean;
  readonly outage: boolean;
  /**
   * Codes of what the structure of the cluster says of it, and labels of others that its entry may mean, as one text.
   */
  readonly around: string;
  readonly link: Link;
}

export function newBuildMemory(): BuildMemory {
  return { directory: null, servers: new Map(), structure: null, nodes: new Map(), links: new Map() };
}
