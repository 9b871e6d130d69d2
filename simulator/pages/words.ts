import { ENGLISH } from './words-en.ts';
import { GERMAN } from './words-de.ts';

/** The words of the pages: English as `whm-protocol 3` quotes it, and a German set to show that ids and classes alone can be relied on. */

export interface Words {
  readonly language: string;
  readonly home: string;
  readonly clusters: string;
  readonly dnsCluster: string;
  readonly goBack: string;
  readonly invalidUser: (name: string) => string;
  readonly askAdministrator: string;
  readonly managingAs: string;
  readonly change: string;
  readonly clusteringIs: (enabled: boolean) => string;
  readonly toggleClustering: (enabled: boolean) => string;
  readonly toggleUnique: (user: string, enabled: boolean) => string;
  readonly threshold: string;
  readonly thresholdDefault: string;
  readonly thresholdCustom: string;
  readonly thresholdNever: string;
  readonly notify: string;
  readonly addServer: string;
  readonly backendType: string;
  readonly configure: string;
  readonly noMembers: string;
  readonly members: string;
  readonly columns: readonly [string, string, string, string, string, string, string, string];
  readonly roles: Readonly<Record<'standalone' | 'sync' | 'write-only', string>>;
  readonly save: string;
  readonly edit: string;
  readonly remove: string;
  readonly inherited: string;
  readonly unknown: string;
  readonly statusTitles: Readonly<Record<'active' | 'warning' | 'error' | 'disabled', string>>;
  readonly disabledByFailures: string;
  readonly enable: string;
  readonly noCommunication: string;
  readonly needsUpdate: string;
  readonly needsAcl: string;
  readonly mayBeDown: string;
  readonly notMonitored: string;
  readonly restart: string;
  readonly monitor: string;
  readonly needsPowerDns: string;
  readonly upgrade: string;
  readonly needsReverseTrust: string;
  readonly path: string;
  readonly noSuchMember: (member: string, user: string) => string;
  readonly invalidCharacters: string;
  readonly invalidRole: string;
  readonly rootMustAdd: string;
  readonly failedToSave: (reason: string) => string;
  readonly newRole: (member: string, role: string) => string;
  readonly invalidModule: (name: string) => string;
  readonly remoteConfiguration: (module: string) => string;
  readonly remoteHost: string;
  readonly remoteUser: string;
  readonly remoteToken: string;
  readonly reverseTrust: string;
  readonly synchronizeNow: string;
  readonly debugMode: string;
  readonly submit: string;
  readonly permissionDenied: string;
  readonly saved: string;
  readonly missingThreshold: string;
  readonly removed: string;
  readonly notSpecified: string;
  readonly nowEnabled: (member: string) => string;
  readonly notAMember: (member: string) => string;
  readonly parameterNotSet: (name: string) => string;
  readonly setUpFailed: (module: string) => string;
  readonly trustEstablished: string;
  readonly remoteVersion: (host: string, version: string) => string;
  readonly reverseEstablished: string;
  readonly synchronizationQueued: string;
  readonly reverseFailed: string;
  readonly addByHand: string;
  readonly restartQueued: (member: string) => string;
  readonly nowMonitored: (member: string) => string;
  readonly upgradeQueued: (member: string) => string;
  readonly peerFailed: (member: string, reason: string) => string;
  readonly synchronizeRecords: string;
  readonly synchronizeChoices: Readonly<Record<'one_local' | 'all_local' | 'one_zone' | 'all_zones', string>>;
  readonly zone: string;
  readonly allDomains: string;
  readonly deadPeers: string;
  readonly disabledPeers: string;
  readonly peersWithoutDnssec: string;
  readonly remoteAddresses: string;
  readonly remoteNameservers: string;
  readonly invalidAddress: (line: string) => string;
}

/** The words of a session's locale; English for a locale that has none here. */
export function wordsOf(locale: string): Words {
  return locale === 'de' || locale.startsWith('de_') || locale.startsWith('de-') ? GERMAN : ENGLISH;
}
