import { visibleText } from '#shared/domain/text/visible.ts';
import type { ContestedName } from '#shared/domain/trust/node-rules.ts';
import {
  backEndName,
  isForeign,
  nodeOfOther,
  resolveMember,
  type Directory,
  type Ground,
} from '#shared/domain/topology/directory.ts';
import type {
  KnownServer,
  MemberRecord,
  Product,
  ServerId,
  ServerObservation,
} from '#shared/domain/topology/observation.ts';
import type { NodeKind } from '#shared/domain/topology/topology.ts';

/** Nodes and links as they follow from what was read, before anything is judged. */

/** A node before anything was judged. */
export interface DraftNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly addresses: readonly string[];
  readonly product: Product;
  readonly server: KnownServer | null;
  readonly observation: ServerObservation | null;
  /** Of a back end outside WHM. */
  readonly module: string | null;
}

export interface DraftLink {
  readonly id: string;
  /**
   * `FROM>TO`, the same for every entry of the one server that leads to the other; made once, since it is looked up
   * with each picture.
   */
  readonly pair: string;
  /** `TO>FROM`. */
  readonly reversePair: string;
  readonly from: ServerId;
  readonly to: string;
  readonly record: MemberRecord;
  readonly duplicate: boolean;
  readonly ground: Ground | null;
  /** Another server, by the host name that is stored in the entry. */
  readonly named: ServerId | null;
  /** Servers that the entry's address may mean, where nothing tells which. */
  readonly claimants: readonly ServerId[];
}

/** What the inventory calls a server. */
export function inventoryName(server: KnownServer): string {
  return server.name || server.host;
}

/** A server's own host name is shown, unless that is another's or somebody else claims it too. */
export function serverNode(server: KnownServer, observation: ServerObservation, directory: Directory): DraftNode {
  const own = observation.hostname?.value ?? null;
  const isIts = own !== null && directory.find(own) === server.id;
  return {
    id: server.id,
    kind: 'server',
    label: visibleText(isIts ? own : inventoryName(server), 253),
    addresses: observation.addresses?.value ?? [server.host],
    product: observation.product?.value ?? server.product ?? 'unknown',
    server,
    observation,
    module: null,
  };
}

/**
 * Another back end is called by its entry and its module; an unknown host by the host name that its entries give, if
 * they agree.
 */
export function memberOnlyNode(id: string, records: readonly MemberRecord[]): DraftNode | null {
  const [record] = records;
  if (record === undefined) return null;
  const foreign = isForeign(record);
  return {
    id,
    kind: foreign ? 'foreign' : 'unknown',
    label: visibleText(foreign ? backEndLabel(record) : hostLabel(records, record.address), 253),
    addresses: foreign ? [] : [record.address],
    product: 'unknown',
    server: null,
    observation: null,
    module: foreign ? record.module : null,
  };
}

function backEndLabel(record: MemberRecord): string {
  const name = backEndName(record);
  return record.module === null || record.module === name ? name : `${name} (${record.module})`;
}

function hostLabel(records: readonly MemberRecord[], address: string): string {
  const names = new Set(records.map((record) => record.hostname).filter((name) => name !== null));
  const [only, ...others] = names;
  return only === undefined || others.length > 0 ? address : only;
}

export function draftLinks(
  server: KnownServer,
  observation: ServerObservation,
  directory: Directory,
): readonly DraftLink[] {
  const seen = new Map<string, number>();
  const drafts = (observation.members?.value.records ?? []).map((record) => {
    const found = resolveMember(directory, record);
    const to = found?.id ?? nodeOfOther(server.id, record);
    const earlier = seen.get(to) ?? 0;
    seen.set(to, earlier + 1);
    const id = `${server.id}>${to}`;
    const ground = found?.by ?? null;
    const named = ground === 'address' && record.hostname !== null ? directory.find(record.hostname) : null;
    return {
      id: earlier === 0 ? id : `${id}#${record.address}`,
      pair: id,
      reversePair: `${to}>${server.id}`,
      from: server.id,
      to,
      record,
      ground,
      named: named === to ? null : named,
      claimants: ground === null && !isForeign(record) ? directory.candidates(record.address) : [],
    };
  });
  return drafts.map((draft) => ({ ...draft, duplicate: (seen.get(draft.to) ?? 0) > 1 }));
}

/** The entries that lead to no server here, by the node that they make. */
export function recordsOfOthers(
  drafts: readonly DraftLink[],
  servers: ReadonlySet<string>,
): ReadonlyMap<string, readonly MemberRecord[]> {
  const records = new Map<string, MemberRecord[]>();
  for (const { to, record } of drafts) {
    if (servers.has(to)) continue;
    const known = records.get(to);
    if (known === undefined) records.set(to, [record]);
    else known.push(record);
  }
  return records;
}

/** Contested names with those who answer to them, by each of these servers. */
export function contestsByServer(
  { contests }: Directory,
  names: ReadonlyMap<ServerId, string>,
): ReadonlyMap<ServerId, readonly ContestedName[]> {
  const result = new Map<ServerId, ContestedName[]>();
  for (const { name, holder, claimants } of contests) {
    const shown: ContestedName = {
      name: visibleText(name, 253),
      holder: holder === null ? null : (names.get(holder) ?? holder),
      claimants: claimants.map((id) => names.get(id) ?? id),
    };
    for (const id of holder === null ? claimants : [holder, ...claimants]) {
      const known = result.get(id);
      if (known === undefined) result.set(id, [shown]);
      else if (known.length < contestLimit) known.push(shown);
    }
  }
  return result;
}

/** Most contested names that are told of one server. */
const contestLimit = 5;
