/**
 * What servers of one product and version do differently from each other: each is described in public in more than one
 * form, so each can be switched per server.
 */

/** An answer that comes whatever is asked. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A field of the form of a module outside WHM, with the kinds that WHM's template knows (`whm-protocol 13 C14`). */
export interface ModuleField {
  readonly name: string;
  readonly kind: 'text' | 'bigtext' | 'radio' | 'binary' | 'ip';
  /** What can be chosen; of `radio` alone. */
  readonly choices?: readonly string[];
}

/** How a server answers its peers. */
export interface PeerVariants {
  /** The lines of `getips_local`, `@` for the address that the server listens on; null: what it has. */
  readonly addressLines: readonly string[] | null;
  /**
   * Words in a line of `getpath_local`: the server and the member, the member alone; 0: an empty line whatever the
   * members are.
   */
  readonly pathColumns: 0 | 1 | 2;
  /** What stands behind every name in `getzonelist_local`, and whether the last line is ended. */
  readonly zoneListSuffix: string;
  readonly zoneListEnds: boolean;
  /** Stands behind every name in `getzones_local`. */
  readonly zoneKeySuffix: string;
  /** Whether a `&` stands behind the last zone of `getzones_local`. */
  readonly zonesTrail: boolean;
  /** Zones that are not saved: the old one stays, and the peer that sent it hears of a success. */
  readonly refusesZones: 'none' | 'all' | readonly string[];
  /** From 118 on the answer of a reload may be empty (`C20`). */
  readonly reloadAnswer: 'words' | 'empty';
  /** Whether nested commands of one transaction have the id with `_1`, `_2` … (`C16`). */
  readonly uniqid: 'same' | 'numbered';
  /** How long it waits for a member's state, ms; null: 15 s from 120 on, 7 s before (`C21`). */
  readonly pollTimeoutMs: number | null;
}

/** What its files and its scripts hold and say. */
export interface DiskVariants {
  /** Folders that programs on the server cannot read. */
  readonly unreadable: readonly string[];
  /** What `debug=` holds in a member file (`C12`). */
  readonly debug: 'digits' | 'words';
  /** The first line of zones that are changed on this server (`2.3`): who wrote last, when and with which version. */
  readonly zoneHeader: 'new' | 'old' | 'none';
  /** Whether lines of api_tokens_log have the client's address (`C17`). */
  readonly apiTokensLog: 'with-host' | 'without-host';
  /** Exit code of `dnscluster` for a zone that nobody has (`C19`). */
  readonly missingZoneExit: 0 | 1;
}

/** What its pages and functions say. */
export interface AnswerVariants {
  /**
   * Answers by path, in place of the server's own and before anybody is asked who he is; `/json-api/*` stands for every
   * function.
   */
  readonly answers: ReadonlyMap<string, ScriptedAnswer>;
  /** WHM opens its pages neither to tokens nor in a session. */
  readonly pagesShut: boolean;
  /**
   * What the form that adds a member offers; null: cPanel, and the bundled ones where the license has them
   * (`whm-protocol 3.6`, `C15`).
   */
  readonly modules: readonly string[] | null;
  /**
   * Fields of the forms of modules outside WHM; a module that is not named has a text field for every key that is
   * stored.
   */
  readonly moduleFields: Readonly<Record<string, readonly ModuleField[]>>;
  /** `COMMON` with the product in the head of every page (`C22`). */
  readonly pageHead: 'common' | 'bare';
  /** Versions on pages and in state files with or without the leading `11.` (`C10`). */
  readonly shownVersions: 'whole' | 'short';
  /** How rights and times of tokens are written (`2.2`). */
  readonly tokenValues: 'numbers' | 'texts' | 'booleans';
  /** How a list without entries is written (`2.2`). */
  readonly emptyLists: 'empty' | 'null';
  /** What a batch of zone edits with a bad one says: which, or that the request failed (`2.3`). */
  readonly massEdit: 'itemised' | 'generic';
}

export interface ServerVariants extends PeerVariants, DiskVariants, AnswerVariants {
  /** `remembered`: a poll finds what the state file says already. */
  readonly polls: 'fresh' | 'remembered';
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
  addressLines: null,
  pathColumns: 2,
  zoneListSuffix: '',
  zoneListEnds: true,
  zoneKeySuffix: '',
  zonesTrail: true,
  refusesZones: 'none',
  reloadAnswer: 'words',
  uniqid: 'same',
  pollTimeoutMs: null,
  unreadable: [],
  debug: 'digits',
  zoneHeader: 'new',
  apiTokensLog: 'with-host',
  missingZoneExit: 0,
  answers: new Map(),
  pagesShut: false,
  modules: null,
  moduleFields: {},
  pageHead: 'common',
  shownVersions: 'whole',
  tokenValues: 'numbers',
  emptyLists: 'empty',
  massEdit: 'itemised',
  polls: 'fresh',
  synchronization: { effect: 'usual', lateMs: 0, says: null },
};
