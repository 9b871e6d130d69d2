import type { MemberStatus, NameserverSoftware, Role } from '#shared/domain/topology/observation.ts';
import { flag, textOrNone } from '#electron/adapters/whm/answers/envelope.ts';
import { cutLines, splitLine } from './member-lines.ts';

/** The server's last poll of a member, out of `IP-state.json` (`whm-protocol 4`). */
export interface MemberState {
  readonly hostname: string | null;
  readonly version: string | null;
  readonly nameserver: NameserverSoftware | null;
  readonly error: string | null;
  readonly goodPrivileges: boolean | null;
  readonly reverseTrust: boolean | null;
  readonly namedRunning: boolean | null;
  readonly namedMonitored: boolean | null;
}

const fieldNames: ReadonlySet<string> = new Set([
  'hostname',
  'dns_server',
  'version',
  'status',
  'error',
  'has_reverse_trust',
  'has_good_privs',
  'dns_server_running',
  'dns_server_monitored',
  'disabled',
]);
const stateFile = '-state.json';

/** The value as JSON; a text that held an escaped quote was cut there by the pattern. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.replace(/^"/, '').replace(/\\?"?$/, '');
  }
}

function nameserverOf(value: unknown): NameserverSoftware | null {
  return value === 'powerdns' || value === 'bind' || value === 'disabled' ? value : null;
}

/**
 * Reads lines `PATH:"KEY":VALUE`.
 * @param known names of the member files
 * @returns the states by the name of the member file
 */
export function statesByMember(
  output: string,
  folder: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, MemberState> {
  const fields = new Map<string, Map<string, unknown>>();
  const files = { has: (name: string) => name.endsWith(stateFile) && known.has(name.slice(0, -stateFile.length)) };
  for (const line of cutLines(output)) {
    const split = splitLine(line, folder, files);
    const end = split?.content.indexOf('":') ?? -1;
    if (split === null || end === -1) continue;
    const key = split.content.slice(1, end);
    if (!split.content.startsWith('"') || !fieldNames.has(key)) continue;
    const name = split.name.slice(0, -stateFile.length);
    const member = fields.get(name) ?? new Map<string, unknown>();
    fields.set(name, member.set(key, valueOf(split.content.slice(end + 2))));
  }
  return new Map([...fields].map(([name, member]) => [name, stateOf(member)]));
}

function stateOf(known: ReadonlyMap<string, unknown>): MemberState {
  return {
    hostname: textOrNone(known.get('hostname')),
    version: textOrNone(known.get('version')),
    nameserver: nameserverOf(known.get('dns_server')),
    error: textOrNone(known.get('error')),
    goodPrivileges: flag(known.get('has_good_privs')),
    reverseTrust: flag(known.get('has_reverse_trust')),
    namedRunning: flag(known.get('dns_server_running')),
    namedMonitored: flag(known.get('dns_server_monitored')),
  };
}

interface ShownStatus {
  readonly status: MemberStatus | null;
  readonly text: string | null;
}

/**
 * What WHM's page would show for the member, by the order of `whm-protocol 3.3`. The two cases about DNSSEC are left
 * out: they speak of this server's own software and are judged from the facts themselves.
 * @param state undefined: never polled, or the cache is gone, so nothing is known but the disabled flag
 */
export function statusOf(state: MemberState | undefined, role: Role | null, disabled: boolean): ShownStatus {
  if (disabled) return { status: 'disabled', text: 'Disabled due to connection failures.' };
  if (state === undefined) return { status: null, text: null };
  if (state.error !== null) return { status: 'error', text: state.error };
  if (state.goodPrivileges === false) {
    return { status: 'error', text: 'API key used has insufficient ACLs. The clustering ACL is required.' };
  }
  if (state.nameserver !== 'disabled' && state.namedRunning !== true) {
    if (state.namedMonitored === true && state.namedRunning === false) {
      return { status: 'error', text: 'DNS server may be down.' };
    }
    if (state.namedMonitored === false) {
      const text = 'The DNS server’s status is unknown because the service isn’t monitored.';
      return { status: 'warning', text };
    }
  }
  if (state.reverseTrust === false && (role === 'sync' || role === 'standalone')) {
    const text = 'Server needs reverse trust set up to auto-propagate DNS updates.';
    return { status: 'warning', text };
  }
  return { status: 'active', text: state.version };
}
