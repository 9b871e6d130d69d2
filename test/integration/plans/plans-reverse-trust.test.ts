import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { Change, Contact, TokenSource } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet, type MemberSnapshot } from '#simulator/index.ts';
import { memoryArchive, type MemoryArchive } from '#test/fixtures/plans/archive.ts';
import { applied, endOf, previewOf, undone, valueOf } from '#test/fixtures/plans/runs.ts';
import { limits, serverOf, settingsOf } from '#test/fixtures/plans/whm.ts';
import { openLab, type Lab, type LabOptions } from '#test/fixtures/services/lab.ts';

/**
 * WHM's own 'Setup Reverse Trust Relationship' (`whm-protocol 3.4`, `3.5`) as plans, for members that are no servers
 * here: every outcome, seen in the simulator's state of both sides, and taken back.
 */

let fleet: Fleet;
let lab: Lab;

const trustPath = '/cgi/trustclustermaster.cgi';
const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const entry = (from: string, to: string): MemberSnapshot | undefined =>
  serverOf(fleet, from).cluster.members.find(({ address }) => address === addressOf(to));
const reverseTokens = (id: string): readonly string[] =>
  serverOf(fleet, id)
    .tokens.map(({ name }) => name)
    .filter((name) => name.startsWith('reverse_trust_'));
const tokenOfEntry = (from: string, to: string) => fleet.servers.get(from)?.cluster.members.get(addressOf(to))?.token;
const everyoneBut = (id: string): readonly string[] => [...fleet.servers.keys()].filter((each) => each !== id);

async function open(options: LabOptions = {}): Promise<void> {
  lab = await openLab(fleet, { limits, ...options });
  await lab.services.fleet.refresh({ ids: null });
}

async function typed(member: string): Promise<TokenSource> {
  const token = fleet.tokens().tokens[member] ?? '';
  return { from: 'held', id: valueOf(await lab.services.plans.holdToken({ token })).id };
}

function adding(server: string, member: string, token: TokenSource, contact: Contact = 'trust'): Change {
  return {
    kind: 'member.add',
    server,
    as: 'root',
    member: {
      address: addressOf(member),
      host: addressOf(member),
      user: 'root',
      module: 'cPanel',
      role: 'sync',
      debug: false,
      contact,
      nsConfig: null,
      token,
    },
  };
}

function editing(server: string, member: string, token: TokenSource): Change {
  return {
    kind: 'member.edit',
    server,
    as: 'root',
    address: addressOf(member),
    user: 'root',
    debug: false,
    contact: 'trust',
    hostname: null,
    nsConfig: null,
    token,
  };
}

const apply = async (change: Change) => applied(lab.services, await previewOf(lab.services, [change]));

beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

describe.each([
  ['alone1', 'alone2', 'accepted'],
  ['alone2', 'alone1', 'refused'],
] as const)('%s adds %s, which is none of our servers (tokens on pages %s)', (server, member, tokenPages) => {
  beforeEach(async () => {
    await open({ only: everyoneBut(member) });
  });

  it('is what the test needs', () => {
    expect(fleet.servers.get(server)).toMatchObject({ tokenPages });
  });

  it('says in the preview what WHM will do', async () => {
    const plan = await previewOf(lab.services, [adding(server, member, await typed(member))]);
    expect(plan.steps[0]).toMatchObject({ refusal: null });
    expect(plan.title).not.toContain('WHM');
    expect(plan.steps[0]?.words).toContain('sets up reverse trust');
    expect(plan.steps[0]?.risks.join(' ')).toMatch(/reverse_trust_.*written over/);
    expect(plan.steps[0]?.undo).toContain('Revoke the token reverse_trust_');
    expect(plan.steps[0]?.requests.at(-1)?.body).toContain('recurse=on');
  });

  it('sets up reverse trust, and takes back what is on our side', async () => {
    const before = settingsOf(fleet, server);
    const plan = await previewOf(lab.services, [adding(server, member, await typed(member))]);
    expect(await applied(lab.services, plan)).toMatchObject({
      state: 'done',
      steps: [{ state: 'verified', error: null }],
    });
    const [name = '', ...others] = reverseTokens(server);
    expect(others).toEqual([]);
    expect(entry(server, member)?.role).toBe('sync');
    expect(entry(member, server)?.role).toBe('standalone');

    const back = valueOf(await lab.services.plans.undo({ id: plan.id, contact: true }));
    expect(back.steps[0]?.words).toContain(`revoke the API token ${name}`);
    expect(back.steps[0]?.risks.join(' ')).toContain('stays and no longer works');
    expect(back.steps[0]?.requests.at(-1)?.url).toContain(`token_name=${name}`);
    expect(await applied(lab.services, back)).toMatchObject({
      state: 'done',
      steps: [{ state: 'verified', error: null }],
    });
    expect(settingsOf(fleet, server)).toEqual(before);
    // What stays on the far member, as the undo says.
    expect(entry(member, server)).toBeDefined();
  });

  it.each([
    ['the member refuses', 'refusal'],
    ['the member asks the server back in vain', 'call back'],
  ])('says that it could not be established, and leaves no token: %s', async (_name, how) => {
    if (how === 'refusal') await fleet.setFault(member, { fault: { kind: 'status', status: 503 }, path: trustPath });
    else await fleet.setFault(server, { fault: { kind: 'status', status: 503 }, path: '/scripts2/showversion' });
    const before = reverseTokens(server);
    const run = await apply(adding(server, member, await typed(member)));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: { code: 'plan.partial' } }] });
    const message = run.steps[0]?.error?.message ?? '';
    expect(message).toMatch(/reverse trust could not be established.*reverse_trust_[0-9a-f-]{36}.*was revoked/);
    expect(entry(server, member)).toBeDefined();
    expect(entry(member, server)).toBeUndefined();
    expect(reverseTokens(server)).toEqual(before);
    expect((await undone(lab.services, run.plan)).state).toBe('done');
    expect(entry(server, member)).toBeUndefined();
  });

  it('says that WHM could make no token for it', async () => {
    const live = fleet.servers.get(server);
    live?.failing.add('api-tokens');
    const run = await apply(adding(server, member, await typed(member)));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: { code: 'plan.partial' } }] });
    expect(run.steps[0]?.error?.message).toContain('could make no API token');
    expect(entry(server, member)).toBeDefined();
    expect(entry(member, server)).toBeUndefined();
    expect(reverseTokens(server)).toEqual([]);
  });

  it('names the token to the user where it cannot be told or revoked', async () => {
    await fleet.setFault(member, { fault: { kind: 'status', status: 503 }, path: trustPath });
    await fleet.setFault(server, { fault: { kind: 'status', status: 503 }, path: '/json-api/api_token_revoke' });
    const run = await apply(adding(server, member, await typed(member)));
    expect(run.state).toBe('done');
    const [name = 'none'] = reverseTokens(server);
    expect(run.steps[0]?.error?.message).toContain(`${name}, which WHM had made for it, is still there`);
  });

  it('cannot tell where the list of tokens is closed, and says how to find it', async () => {
    await fleet.setFault(member, { fault: { kind: 'status', status: 503 }, path: trustPath });
    await fleet.setFault(server, { fault: { kind: 'status', status: 503 }, path: '/json-api/api_token_list' });
    const run = await apply(adding(server, member, await typed(member)));
    expect(run.steps[0]?.error?.message).toMatch(/name begins with reverse_trust_ is left on .* Manage API Tokens/);
    expect(reverseTokens(server)).toHaveLength(1);
  });

  it('does not know when WHM’s answer is lost, keeps the token, and revokes it with the entry', async () => {
    await fleet.setFault(server, { fault: { kind: 'half-answer' }, path: '/cgi/activate_remote', times: 1 });
    const run = await apply(adding(server, member, await typed(member)));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: { code: 'plan.partial' } }] });
    const [name = 'none'] = reverseTokens(server);
    expect(run.steps[0]?.error?.message).toMatch(/could not be found out/);
    expect(run.steps[0]?.error?.message).toContain(name);
    expect((await undone(lab.services, run.plan)).state).toBe('done');
    expect(reverseTokens(server)).toEqual([]);
  });

  it('sets it up with an edit, and leaves that alone when the edit is taken back', async () => {
    expect((await apply(adding(server, member, await typed(member), 'name'))).state).toBe('done');
    expect(entry(member, server)).toBeUndefined();
    const edit = await apply(editing(server, member, { from: 'entry' }));
    expect(edit).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }] });
    expect(entry(member, server)?.role).toBe('standalone');
    const [name = 'none'] = reverseTokens(server);
    const back = valueOf(await lab.services.plans.undo({ id: edit.plan.id, contact: true }));
    expect(back.warnings.join(' ')).toContain(name);
    expect((await applied(lab.services, back)).state).toBe('done');
    expect(reverseTokens(server)).toEqual([name]);
    expect(tokenOfEntry(member, server)).toBeDefined();
  });

  it('fails an edit that WHM refused, though nothing else of the entry was to change', async () => {
    expect((await apply(adding(server, member, await typed(member), 'name'))).state).toBe('done');
    await fleet.setFault(member, { fault: { kind: 'refuse' } });
    const edit = await apply(editing(server, member, { from: 'entry' }));
    expect(edit).toMatchObject({ state: 'failed', steps: [{ state: 'failed', error: { code: 'whm.rejected' } }] });
    expect(reverseTokens(server)).toEqual([]);
  });
});

describe('when Nameward is killed in the middle of an edit that is about reverse trust alone', () => {
  const never = () => new Promise<never>(() => undefined);
  async function killed(dies: (archive: MemoryArchive) => void, isThere: () => boolean): Promise<PlanRun> {
    const archive = memoryArchive();
    await open({ only: everyoneBut('alone2'), plans: archive });
    expect((await apply(adding('alone1', 'alone2', await typed('alone2'), 'name'))).state).toBe('done');
    const append = archive.append.bind(archive);
    dies(archive);
    const plan = await previewOf(lab.services, [editing('alone1', 'alone2', { from: 'entry' })]);
    valueOf(await lab.services.plans.apply({ id: plan.id, confirmation: null }));
    await expect.poll(isThere).toBe(true);
    const dead = lab;
    Object.assign(archive, { append, onAppend: null, isClaimed: false });
    await open({ only: everyoneBut('alone2'), plans: archive, tokens: Object.fromEntries(dead.secrets.held) });
    void dead.services.close();
    valueOf(await lab.services.plans.resume({ id: plan.id }));
    return endOf(lab.services, plan.id);
  }

  it('does it again where it was not begun', async () => {
    let begun = false;
    const run = await killed(
      (archive) => {
        archive.onAppend = async ({ kind }) => {
          if (kind !== 'begun') return;
          begun = true;
          await never();
        };
      },
      () => begun,
    );
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: null }] });
    expect(entry('alone2', 'alone1')?.role).toBe('standalone');
    expect(reverseTokens('alone1')).toHaveLength(1);
  });

  it('does not do it twice, and says that nobody has seen how it ended', async () => {
    let ending = false;
    const run = await killed(
      (archive) => {
        const { append } = archive;
        archive.append = (id, written) => {
          if (written.kind !== 'ended') return append.call(archive, id, written);
          ending = true;
          return never();
        };
      },
      () => ending,
    );
    expect(entry('alone2', 'alone1')).toBeDefined();
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: { code: 'plan.partial' } }] });
    const [name = 'none', ...others] = reverseTokens('alone1');
    expect(others).toEqual([]);
    expect(run.steps[0]?.error?.message).toContain(name);
  });
});

describe('where the member is one of our servers', () => {
  it('asks the member itself, which counts more than WHM’s words', async () => {
    await open();
    const change = adding('alone1', 'alone2', { from: 'made', on: 'alone2' });
    // The member says that it trusts us, and writes nothing.
    await fleet.setFault('alone2', { fault: { kind: 'ignore-writes' }, path: trustPath });
    const run = await apply(change);
    expect(run.steps[0]?.error?.message).toContain(
      'could not be established: alone2.pairs.example has no entry for alone1.pairs.example',
    );
    expect(reverseTokens('alone1')).toEqual([]);
    expect(entry('alone1', 'alone2')).toBeDefined();
    expect((await undone(lab.services, run.plan)).state).toBe('done');
    await fleet.clearFaults('alone2');

    const again = await apply(change);
    expect(again).toMatchObject({ steps: [{ state: 'verified', error: null }] });
    // With an entry that is there from before and a way back that fails, nobody can say whether its token is the new
    // one.
    await fleet.setFault('alone2', { fault: { kind: 'status', status: 503 }, path: trustPath });
    const edit = await apply(editing('alone1', 'alone2', { from: 'entry' }));
    expect(edit.steps[0]?.error?.message).toContain('has an entry for alone1.pairs.example all the same');
    expect(reverseTokens('alone1')).toHaveLength(2);
  });
});

describe('behind NAT', () => {
  it('could not be established, since the member cannot reach the private address that WHM sends', async () => {
    await fleet.close();
    fleet = await startFleet({ scenario: 'nat' });
    await open({ only: everyoneBut('ns2') });
    const address = addressOf('ns2');
    fleet.servers.get('web3')?.cluster.members.delete(address);
    await lab.services.fleet.refresh({ ids: null });
    const run = await apply(adding('web3', 'ns2', await typed('ns2')));
    expect(run).toMatchObject({ state: 'done', steps: [{ state: 'verified', error: { code: 'plan.partial' } }] });
    expect(run.steps[0]?.error?.message).toContain('reverse trust could not be established, as WHM says');
    expect(reverseTokens('web3')).toEqual([]);
  });
});
