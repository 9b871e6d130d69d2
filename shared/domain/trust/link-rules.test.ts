import { describe, expect, it } from 'vitest';
import { fact, fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { MemberRecord, ServerObservation } from '#shared/domain/topology/observation.ts';
import { reasonWords } from './judgement.ts';

const notGiven = { status: null, statusText: null } as const;

function linkOf(
  record: MemberRecord,
  source: 'command' | 'pages' | 'peer' = 'command',
  far: Partial<ServerObservation> = {},
): Link {
  const list = { records: [record], partial: false, cut: false, strays: [] };
  const { servers, observations } = fleetOf([
    observed('web', 'cpanel', [], { members: fact(list, source) }),
    observed('ns', 'dnsonly', [], far),
  ]);
  const [link] = Object.values(buildTopology(servers, observations).links);
  if (!link) throw new Error('no link');
  return link;
}

describe('a link whose own server did not give its state', () => {
  it.each([
    ['a version alone', member('10.0.0.2', 'sync', notGiven)],
    ['words alone', member('10.0.0.2', 'sync', { status: null, statusText: 'Active' })],
    ['a write-only member', member('10.0.0.2', 'write-only', notGiven)],
    ['a standalone member', member('10.0.0.2', 'standalone', notGiven)],
  ])('is unknown, and says since when: %s', (_what, record) => {
    for (const source of ['command', 'pages'] as const) {
      const link = linkOf(record, source);
      expect(link.state).toBe('unknown');
      const reason = link.reasons.find(({ code }) => code === 'member.status-unknown');
      expect(reason && reasonWords(reason, String)).toBe(
        `web.example.net did not give the state of ns.example.net: whether it reaches ns.example.net is not known. Last answered: ${link.at}.`,
      );
    }
  });

  it('is unknown where the page shows neither state nor version', () => {
    const link = linkOf(member('10.0.0.2', 'sync', { ...notGiven, version: null }), 'pages');
    expect(link).toMatchObject({ state: 'unknown', reasons: [{ code: 'member.status-unknown' }] });
  });

  it('is judged by everything else where WHM has never looked: nobody has opened its page since the entry is there', () => {
    const neverPolled = { ...notGiven, version: null, polledHostname: null };
    expect(linkOf(member('10.0.0.2', 'sync', neverPolled))).toMatchObject({ state: 'ok', reasons: [] });
    const marksUnread = { ...neverPolled, disabled: null };
    expect(linkOf(member('10.0.0.2', 'sync', marksUnread)).state).toBe('unknown');
  });

  it('is unknown where the nameservers alone told that there is an entry', () => {
    expect(linkOf(member('10.0.0.2', null, { ...notGiven, disabled: null }), 'peer').reasons).toContainEqual(
      expect.objectContaining({ code: 'member.status-unknown' }),
    );
  });

  it('is what else is certain of it', () => {
    expect(linkOf(member('10.0.0.2', 'sync', { ...notGiven, disabled: true }))).toMatchObject({
      state: 'disabled',
      reasons: [{ code: 'member.disabled' }],
    });
    expect(linkOf(member('10.0.0.1', 'sync', notGiven)).state).toBe('broken');
    expect(linkOf(member('10.0.0.2')).state).toBe('ok');
  });

  it('is said once of a member that does not answer here either', () => {
    const contact = { state: 'failed', at: 1, since: 1, failure: { code: 'whm.unreachable', message: 'no' } } as const;
    const link = linkOf(member('10.0.0.2', 'sync', notGiven), 'command', { contact });
    expect(link.state).toBe('unknown');
    expect(link.reasons.map(({ code }) => code)).toEqual(['member.unreachable']);
  });
});

describe('a member that runs WP Squared', () => {
  it.each(['11.136.1.7', '136.1.7'])('is warned of, whoever tells its version: %s', (version) => {
    for (const link of [
      linkOf(member('10.0.0.2', 'sync', { version }), 'command', { version: null }),
      linkOf(member('10.0.0.2'), 'command', { version: fact(version) }),
    ]) {
      expect(link.state).toBe('warning');
      expect(link.reasons.map(({ message }) => message)).toContain(
        `ns.example.net runs WP Squared (${version}), which is no nameserver for the zones of others.`,
      );
    }
  });

  it('is not one of which the version is another, or not known', () => {
    for (const version of ['11.136.0.7', '136.0.1', null]) {
      expect(linkOf(member('10.0.0.2', 'sync', { version }), 'command', { version: null }).state).toBe('ok');
    }
  });
});
