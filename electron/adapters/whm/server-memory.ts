import type { Product } from '#shared/domain/topology/observation.ts';
import type { AppError } from '#shared/errors/index.ts';
import type { CommandStream } from './command-stream.ts';

/**
 * How WHM's own pages open for us: by the token itself or in a session made with `create_user_session`
 * (`whm-protocol 1.3`).
 */
export type PageAccess = 'token' | 'session';

/** A session of WHM's web interface: in memory only, for one server. */
export interface Session {
  /** `/cpsess##########`, to stand before every path. */
  readonly securityToken: string;
  /** `whostmgrsession=…`. */
  readonly cookie: string;
}

/** A command stream that waits for its next commands. */
export interface IdleStream {
  readonly stream: CommandStream;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What was learnt of a server and holds until it is forgotten. No token in it. */
export interface ServerMemory {
  /** The json-api took the token, so a later 401 or 403 elsewhere speaks of rights and not of the token. */
  tokenAccepted: boolean;
  version: string | null;
  hostname: string | null;
  /** The batch was refused as a whole for want of an ACL: the calls are made one by one. */
  batchRefused: boolean;
  /** Null: not found out yet. */
  pageAccess: PageAccess | null;
  /** The path by which the pages' list answered. */
  statusPath: string | null;
  session: Session | null;
  /** What is known of the same server for resellers in whose name pages are opened, by user. */
  readonly resellers: Map<string, ServerMemory>;
  /** An open command stream on which nothing runs. */
  idleStream: IdleStream | null;
  /** The pages open neither to the token nor in a session: not tried again until the next probe. */
  pagesRefusal: AppError | null;
  /** What the head of its pages says it is; null: nothing, or no page was read. */
  pageProduct: Exclude<Product, 'unknown'> | null;
  /** Root's pages besides the list, by path: null when they open and are known, else why not. */
  readonly otherPages: Map<string, AppError | null>;
  /** Cluster users whose list was longer than is taken when it was read last. */
  readonly tooManyMembers: Set<string>;
  /** Whether commands run; the reason when not; null: not found out yet. */
  command: { readonly refusal: AppError | null } | null;
  /** Names out of applist, or that it was refused; null: not asked yet. */
  functions: ReadonlySet<string> | 'refused' | null;
}

export function newMemory(): ServerMemory {
  return {
    tokenAccepted: false,
    version: null,
    hostname: null,
    batchRefused: false,
    pageAccess: null,
    statusPath: null,
    session: null,
    resellers: new Map(),
    tooManyMembers: new Set(),
    idleStream: null,
    pagesRefusal: null,
    pageProduct: null,
    otherPages: new Map(),
    command: null,
    functions: null,
  };
}

/** What a probe finds out anew: the token may have other rights now, the server another version. */
export function forgetAccess(memory: ServerMemory): void {
  memory.batchRefused = false;
  memory.pageAccess = null;
  memory.pagesRefusal = null;
  memory.pageProduct = null;
  memory.statusPath = null;
  memory.otherPages.clear();
  memory.resellers.clear();
  memory.command = null;
  memory.functions = null;
  memory.idleStream?.stream.close();
  memory.idleStream = null;
}
