import type { Channel } from '#shared/domain/topology/observation.ts';
import type { NsConfiguration } from '#shared/domain/plan/back-ends.ts';
import type { Change, ClusterUser } from '#shared/domain/plan/change.ts';
import type { TrustedAddresses } from '#shared/domain/plan/configuration.ts';
import type { ZoneCopies } from '#shared/domain/zones/arrival.ts';
import type { Complaints } from '#shared/domain/zones/complaints.ts';
import type { RequestDescription } from '#shared/contract/requests.ts';
import type { AppError, Result } from '#shared/errors/index.ts';
import type { JournalEntry, KeptPlan } from '#shared/schema/plans/index.ts';
import type { ClusterReading, ServerAddress } from './ports.ts';

/** What plans need of one server beyond the polls. Null fields could not be read by any channel of the server. */
export interface SettingsReading {
  readonly monitored: boolean | null;
  /** `dnsadmin_log`, 0 to 9. */
  readonly logLevel: number | null;
  readonly verboseSync: boolean | null;
  readonly trusted: TrustedAddresses | null;
  /** Resellers with unique DNS clustering. */
  readonly unique: readonly string[] | null;
  /**
   * All resellers: root may manage the cluster as any of them (`whm-protocol 3.1`). No function of the API tells which
   * of them have the ACL clustering, without which a reseller cannot use his cluster himself.
   */
  readonly resellers: readonly string[] | null;
}

/** What WHM's page says of the reverse trust that it was to set up (`whm-protocol 3.4`). */
export type ReverseTrustSaid = 'established' | 'not-established' | 'unknown';

/** An entry as the form has it by which WHM would edit it, without its token or API key. */
export interface EntrySettings {
  readonly user: string;
  readonly debug: boolean;
  /** SoftLayer's; null for other back ends, and for a value that nobody knows. */
  readonly nsConfig: NsConfiguration | null;
}

/** How a change would be sent now. */
export interface ChangeDescription {
  readonly channel: Channel | null;
  /**
   * Exact, secrets masked, in their order. What is read from the page just before a change is sent, and goes into it,
   * stands as `‹as it is then›` (the role of an edited member, the other lines of a list).
   */
  readonly requests: readonly RequestDescription[];
  /** Why no channel of the server can send it; null when one can. */
  readonly refusal: Pick<AppError, 'code' | 'message'> | null;
}

/** One server, with a token in hand for the length of a plan's step. Reads may be retried inside, writes never. */
export interface ChangeClient {
  readSettings(signal?: AbortSignal): Promise<Result<SettingsReading>>;
  /**
   * The list of one cluster user, complete or an error: a partial list is no ground to write on. Without members
   * inherited from another user. A reseller's list is read by command, or with that reseller's own token: WHM's page
   * shows root only root's (`whm-protocol 3.3`).
   */
  readMembersAs(as: ClusterUser, signal?: AbortSignal): Promise<Result<ClusterReading>>;
  /**
   * Sends nothing but harmless reads: at the first call the probes of the channels, and for an entry that is edited, or
   * of another back end, what shows that WHM knows it and that nothing of it is lost.
   */
  describeChange(change: Change): Promise<ChangeDescription>;
  /**
   * Sends the change once, by the channel that `describeChange` names. `whm.forbidden` with `details.reason`
   * `session-ended`: WHM's login page stood where the change arrived, and it was not sent again.
   * @param memberToken the token for the member's entry, where the change carries one
   * @returns WHM's own words; `ok` means only that WHM said so, and the caller reads back
   */
  makeChange(
    change: Change,
    memberToken: string | null,
    signal?: AbortSignal,
  ): Promise<
    Result<{
      readonly message: string;
      readonly notices: readonly string[];
      /** Only where the change has the contact `trust`. */
      readonly reverseTrust?: ReverseTrustSaid;
      /**
       * Of a synchronization: WHM's lines in which a zone is said not to be taken, beside which it may say that all was
       * done.
       */
      readonly complaints?: Complaints;
      /**
       * Of a synchronization: host names of the members that WHM names as not reached, with its words; null: it names
       * none.
       */
      readonly unreached?: { readonly hosts: readonly string[]; readonly words: string } | null;
    }>
  >;
  /** What the lists do not show of an entry: `ns_config` on any channel, debug mode on the page. Needs WHM's pages. */
  readEntrySettings(as: ClusterUser, address: string, signal?: AbortSignal): Promise<Result<EntrySettings>>;
  /**
   * The token, or the API key of another back end, that an entry carries (`whm-protocol 3.2`, `pass` of the edit form),
   * for undo. Never to be logged or shown.
   */
  readEntryToken(as: ClusterUser, address: string, signal?: AbortSignal): Promise<Result<string>>;
  /** The request of `createMemberToken` or `revokeMemberToken`; sends nothing. */
  describeMemberToken(act: 'create' | 'revoke', name: string): RequestDescription;
  /** Makes an API token with the ACL clustering. */
  createMemberToken(name: string, signal?: AbortSignal): Promise<Result<string>>;
  /** Revoking what is not there is fine. */
  revokeMemberToken(name: string, signal?: AbortSignal): Promise<Result<void>>;
  /**
   * The name of one of the caller's own tokens (`api_token_get_details`); null: there is none such.
   * @param token a secret
   */
  tokenNameOf(token: string, signal?: AbortSignal): Promise<Result<string | null>>;
  /** Names of the tokens of the caller. */
  tokenNames(signal?: AbortSignal): Promise<Result<readonly string[]>>;
  /**
   * Names of all zones (`getzonelist_local`): one request, whatever their size. An empty list is not known to mean that
   * there are none.
   */
  zoneNames(signal?: AbortSignal): Promise<Result<readonly string[]>>;
  /**
   * What the copies of some zones are (`getzones_local`): the whole zones are sent for it, and serial, update stamp and
   * a digest of the records are kept.
   * @param zones at most some hundreds; zones that are not there are left out of the answer
   */
  zoneCopies(zones: readonly string[], signal?: AbortSignal): Promise<Result<ZoneCopies>>;
}

/** Part of the WHM connector. */
export interface ChangeConnector {
  changes(server: ServerAddress, token: string): ChangeClient;
}

/** A plan and what happened to it, as it stands on disk. */
export interface ArchivedPlan {
  readonly kept: KeptPlan;
  readonly journal: readonly JournalEntry[];
  /**
   * Written by a newer Nameward, or damaged: it is shown as far as it is understood, and neither applied, resumed nor
   * undone.
   */
  readonly closed: string | null;
  /** What was done of it is not known: its journal is missing or damaged, as `closed` says. */
  readonly lost: boolean;
}

/** Plans on disk, each with a journal that is never rewritten. */
export interface PlanArchive {
  load(): Promise<{
    readonly plans: readonly ArchivedPlan[];
    /** Files that could not be used and what became of them. */
    readonly notices: readonly { readonly code: string; readonly message: string; readonly file: string }[];
  }>;
  /** One plan as it stands on disk now; null: it is not there. */
  read(id: string): Promise<ArchivedPlan | null>;
  save(kept: KeptPlan): Promise<Result<void>>;
  /** Resolves when the entry cannot be lost any more, not even by a power failure. */
  append(id: string, entry: JournalEntry): Promise<Result<void>>;
  remove(id: string): Promise<Result<void>>;
  /**
   * Claims the plans for a run, against every other process; ends by itself when the process does.
   * @returns the function that gives the claim back; `plan.precondition`: another Nameward carries out a plan;
   *   `store.failed`: the folder of the plans cannot be written to
   */
  claim(): Promise<Result<() => Promise<void>>>;
  /** Whether any process, this one too, holds the claim. */
  claimed(): Promise<boolean>;
  /** Ids of all plans on disk. */
  ids(): Promise<readonly string[]>;
  /**
   * Tells of plans that have changed on disk, soon after; null: all of them may have, which is told once at the
   * beginning.
   * @returns the function that ends it
   */
  watch(listener: (ids: readonly string[] | null) => void): () => void;
  /** Ids of the typed tokens that were noted and not forgotten: the keychain does not tell what it holds. */
  held(): Promise<readonly string[]>;
  /** Durable when it resolves. */
  noteHeld(id: string): Promise<Result<void>>;
  forgetHeld(id: string): Promise<void>;
}
