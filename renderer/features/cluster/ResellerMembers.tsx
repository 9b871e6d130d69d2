import { useEffect, useState } from 'react';
import type { OutputOf } from '#shared/contract/index.ts';
import { userSchema } from '#shared/contract/servers.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { TopologyNode } from '#shared/domain/topology/topology.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { gather } from '#renderer/state/plans.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { readServerSettings, settingsOf, useServerSettings } from '#renderer/state/server-settings.ts';
import { openDialog, type Dialog } from '#renderer/state/workspace.ts';
import { Checkbox, Loader, NativeSelect, TextInput } from '#renderer/ui/controls.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import classes from './cluster.module.css';
import { ResellerTable } from './ResellerTable.tsx';
import { changesOfReseller, uniqueWords, type EntryWish } from './reseller-intention.ts';

interface ResellerMembersProps {
  readonly dialog: Extract<Dialog, { kind: 'managing-as' }>;
  readonly onClose: () => void;
}

type Members = OutputOf<'plans.members'>;

/** Root's list as it was last read; null: this token's user is not root, or the list is partial. */
function rolesOfRoot(node: TopologyNode | undefined): ReadonlyMap<string, Role | null> | null {
  const members = node?.observation?.members?.value;
  if (node?.server?.user !== 'root' || !members || members.partial) return null;
  return new Map(members.records.map(({ address, role }) => [address, role]));
}

/** Reads the list of the reseller that is chosen; a newer question cancels the older one. */
function useMembers(server: string, as: string): { readonly members: Members | null; readonly error: AppError | null } {
  const [answer, setAnswer] = useState<{ as: string; members: Members | null; error: AppError | null } | null>(null);
  useEffect(() => {
    if (!userSchema.safeParse(as).success) return;
    const controller = new AbortController();
    void call('plans.members', { server, as }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setAnswer({ as, members: result.ok ? result.value : null, error: result.ok ? null : result.error });
    });
    return () => controller.abort();
  }, [server, as]);
  return answer?.as === as ? answer : { members: null, error: null };
}

/**
 * WHM's 'Managing DNS Cluster as' for a reseller: his own list, what he may do in it, and unique DNS clustering beside
 * it.
 */
export default function ResellerMembers({ dialog: { server, as: first }, onClose }: ResellerMembersProps) {
  const topology = useTopology();
  const node = topology.nodes[server];
  const { settings, error, reading } = useServerSettings(({ byServer }) => settingsOf(byServer, server));
  useEffect(() => {
    const { byServer } = useServerSettings.getState();
    if (settingsOf(byServer, server).at === null) void readServerSettings(server);
  }, [server]);
  const [chosen, setChosen] = useState(first);
  const as = chosen ?? settings?.resellers?.[0] ?? '';
  const [unique, setUnique] = useState<boolean | null>(null);
  const [entries, setEntries] = useState<Readonly<Record<string, EntryWish>>>({});
  const list = useMembers(server, as);

  const choose = (name: string): void => {
    setChosen(name);
    setUnique(null);
    setEntries({});
  };
  const isUnique = settings?.unique ? settings.unique.includes(as) : null;
  const wanted = unique === isUnique ? null : unique;
  const changes = changesOfReseller({ server, as, unique: wanted, entries });
  // One dialog makes way for another: what is chosen here is not lost.
  const leaveFor = (next: Dialog): void => {
    if (changes.length > 0) gather({ changes }, false);
    openDialog(next);
  };
  const none = settings?.resellers?.length === 0;

  return (
    <ChangeDialog
      title={`Managing the DNS cluster of ${node?.label ?? server} as a reseller`}
      onClose={onClose}
      refusals={writingRefusals(topology, [server])}
      incomplete={none ? 'This server has no resellers.' : changes.length === 0 ? 'Nothing is changed so far.' : null}
      wanted={{ changes }}
      testId="reseller-form"
      size={760}
    >
      {error ? <ErrorNotice error={error} /> : null}
      {reading && settings === null ? <Waiting text="Asking the server for its resellers" /> : null}
      {none ? <p className={classes.quiet}>No reseller, no list of his own: everything here is root&rsquo;s.</p> : null}
      {!reading && !none ? <ChooseReseller names={settings?.resellers ?? null} value={as} onChange={choose} /> : null}
      {as === '' || none ? null : (
        <>
          <Checkbox
            label={`Unique DNS clustering for accounts owned by ${as}`}
            description={uniqueWords(as, unique ?? isUnique)}
            checked={unique ?? isUnique ?? false}
            disabled={isUnique === null}
            data-testid="unique-clustering"
            onChange={(event) => setUnique(event.currentTarget.checked)}
          />
          {list.error ? <ErrorNotice error={list.error} /> : null}
          {list.error === null && list.members === null ? <Waiting text={`Reading the members of ${as}`} /> : null}
          {list.members ? (
            <ResellerTable
              server={server}
              as={as}
              members={list.members}
              ofRoot={rolesOfRoot(node)}
              wishes={entries}
              onEdit={(member) => leaveFor({ kind: 'edit-entry', server, as, member })}
              onWish={(address, wish) => setEntries({ ...entries, [address]: wish })}
            />
          ) : null}
          <div>
            <ToolButton
              label={`Add a member as ${as}`}
              data-testid="add-member-as"
              onClick={() => leaveFor({ kind: 'add-member', server, as })}
            />
          </div>
        </>
      )}
    </ChangeDialog>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <p className={classes.quiet}>
      <Loader size={14} aria-hidden /> {text}
    </p>
  );
}

/** A select where the server names its resellers, else a field for the name. */
function ChooseReseller({
  names,
  value,
  onChange,
}: {
  names: readonly string[] | null;
  value: string;
  onChange: (value: string) => void;
}) {
  if (names !== null) {
    return (
      <NativeSelect
        label="Managing as"
        name="as"
        data={[...names]}
        value={value}
        data-autofocus
        data-testid="managing-as"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label="Managing as"
      description="The server does not name its resellers to this token"
      name="as"
      value={value}
      data-autofocus
      data-testid="managing-as"
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
