/** The path diagram `#dns_tree` (`whm-protocol 3.3`): whom this server writes to, and whom those write to in turn. */
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { writeLog } from '#simulator/log/index.ts';
import { writingMembers } from '#simulator/cluster/members.ts';
import { escapeHtml } from './html.ts';

/** A peer that does not answer in this time is drawn without branches. */
const TIMEOUT_MS = 7000;

/**
 * Asks every writing member for its own path and draws both levels. Contacts the peers, so it is as slow as the slowest
 * of them; leaves a line `GETPATH for …` per answer in the log, as the real one does (`whm-protocol 6`).
 */
export async function dnsTree(server: ServerState, fleet: FleetContext): Promise<string> {
  const branches = await Promise.all(writingMembers(server).map((entry) => branch(server, entry, fleet)));
  if (branches.length === 0) return '';
  return `<div id="dns_tree"><dl><dt>${escapeHtml(server.hostname)}</dt><dd><ul>${branches.join('')}</ul></dd></dl></div>`;
}

async function branch(server: ServerState, entry: MemberEntry, fleet: FleetContext): Promise<string> {
  const peers = entry.down ? [] : await pathOf(server, entry, fleet);
  const items = peers.map((peer) => `<li>${escapeHtml(peer)}</li>`).join('');
  return `<li>${escapeHtml(entry.host)}${items === '' ? '' : `<ul>${items}</ul>`}</li>`;
}

async function pathOf(server: ServerState, entry: MemberEntry, fleet: FleetContext): Promise<readonly string[]> {
  try {
    const answer = await fleet.callPeer(server, entry.address, {
      method: 'GET',
      path: '/scripts2/getpath_local',
      params: new URLSearchParams({ dnsuniqid: '' }),
      user: entry.user,
      token: entry.token,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status !== 200) return [];
    const pairs = answer.body.split('\n').map((line) => line.trim().split(/\s+/));
    const found: string[] = [];
    for (const [host, remote] of pairs) {
      if (host === undefined || remote === undefined) continue;
      writeLog(server, fleet, [`GETPATH for ${entry.host}: ${host} ${remote}`]);
      found.push(remote);
    }
    return found;
  } catch {
    // The page is drawn whatever the peers do; why one is silent stands in its row, by the poll.
    return [];
  }
}
