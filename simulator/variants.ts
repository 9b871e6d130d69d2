/** What servers of one product and version do differently from each other: each is described in public in both forms, so each can be switched per server. */

/** An answer that comes whatever is asked. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface ServerVariants {
  /** Answers by path, in place of the server's own and before anybody is asked who he is; `/json-api/*` stands for every function. */
  readonly answers: ReadonlyMap<string, ScriptedAnswer>;
  /** WHM opens its pages neither to tokens nor in a session. */
  readonly pagesShut: boolean;
  /** What the form that adds a member offers; null: cPanel, and the bundled ones where the license has them (`whm-protocol 3.6`). */
  readonly modules: readonly string[] | null;
  /** The lines of `getips_local`, `@` for the address that the server listens on; null: what it has. */
  readonly addressLines: readonly string[] | null;
  /** Folders that programs on the server cannot read. */
  readonly unreadable: readonly string[];
  /** What `debug=` holds in a member file (`whm-protocol-2026 C12`). */
  readonly debug: 'digits' | 'words';
  /** `remembered`: a poll finds what the state file says already. */
  readonly polls: 'fresh' | 'remembered';
  /** Stands behind every name in `getzones_local` (`whm-protocol-2026 2.3`). */
  readonly zoneKeySuffix: string;
  /** The nameserver takes no zone, the old one stays; the peer that sent it hears of a success (`whm-protocol-2026 2.3`). */
  readonly refusesZones: boolean;
  readonly synchronization: {
    /** `none`: it says Done and brings nothing. */
    readonly effect: 'usual' | 'none';
    /** The zones come so long after the answer; 0: before it. */
    readonly lateMs: number;
    /** What the page or `dnscluster` prints; null: a line per zone. */
    readonly says: string | null;
  };
}

/** The server that the scenarios have. */
export const usualVariants: ServerVariants = {
  answers: new Map(),
  pagesShut: false,
  modules: null,
  addressLines: null,
  unreadable: [],
  debug: 'digits',
  polls: 'fresh',
  zoneKeySuffix: '',
  refusesZones: false,
  synchronization: { effect: 'usual', lateMs: 0, says: null },
};
