/** What the column Status says of a member: the decisions of `whm-protocol 3.3`, in their order. */
import { isAtLeast } from '#simulator/cluster/version.ts';
import type { MemberEntry, MemberPoll, NameserverSoftware } from '#simulator/model.ts';
import type { Words } from './words.ts';

export type StatusImage = 'active' | 'warning' | 'error' | 'disabled';

export interface MemberStatus {
  readonly text: string;
  /** Null: the cell ends without an image. */
  readonly image: StatusImage | null;
  /** The page behind the link in the cell, and its words. */
  readonly link: { readonly page: string; readonly text: string } | null;
}

/**
 * The comparison of WHM's template: it takes the first two parts for a decimal number, so that 11.126 is less than
 * 11.83. Reproduced because the links that depend on it are missing on every real server of today (`whm-protocol 3.3`,
 * quirks).
 */
function isAtLeastAsDecimal(version: string, decimal: number): boolean {
  return Number(version.split('.').slice(0, 2).join('.')) >= decimal;
}

/**
 * Decides what the page says of a cPanel member.
 * @param poll the cached state, perhaps hours old
 * @param ownSoftware the nameserver software of the server whose page it is: PowerDNS can do DNSSEC
 */
export function statusOf(
  entry: MemberEntry,
  poll: MemberPoll,
  ownSoftware: NameserverSoftware,
  words: Words,
): MemberStatus {
  const canDnssec = ownSoftware === 'powerdns';
  const version = poll.version ?? '';
  if (entry.down) {
    return {
      text: words.disabledByFailures,
      image: 'disabled',
      link: { page: '../cgi/enableclusterserver.cgi', text: words.enable },
    };
  }
  if (poll.error !== null) return { text: words.noCommunication, image: 'error', link: null };
  if (poll.version !== null && canDnssec && !isAtLeast(version, 83)) {
    return { text: words.needsUpdate, image: 'warning', link: null };
  }
  if (!poll.hasGoodPrivileges) return { text: words.needsAcl, image: 'error', link: null };
  if (poll.namedRunning !== true && poll.nameserver !== 'disabled') return namedStatus(poll, version, words);
  if (canDnssec && !(poll.nameserver === 'powerdns' && Number.parseInt(poll.nameserverVersion ?? '0', 10) >= 4)) {
    // Without the link WHM's template prints nothing at all, not even the image.
    if (!isAtLeastAsDecimal(version, 11.83)) return { text: '', image: null, link: null };
    return {
      text: words.needsPowerDns,
      image: 'warning',
      link: { page: 'upgradeclustermember', text: words.upgrade },
    };
  }
  if (poll.hasReverseTrust === '0' && (entry.role === 'sync' || entry.role === 'standalone')) {
    return { text: words.needsReverseTrust, image: 'warning', link: null };
  }
  return { text: version, image: 'active', link: null };
}

function namedStatus(poll: MemberPoll, version: string, words: Words): MemberStatus {
  const linked = isAtLeastAsDecimal(version, 11.87);
  if (poll.namedMonitored) {
    return {
      text: words.mayBeDown,
      image: 'error',
      link: linked ? { page: 'restartclustermember', text: words.restart } : null,
    };
  }
  return {
    text: words.notMonitored,
    image: 'warning',
    link: linked ? { page: 'monitorclustermember', text: words.monitor } : null,
  };
}
