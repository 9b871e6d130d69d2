import { useRef, useState } from 'react';
import type { ListedMember } from '#shared/contract/plans.ts';
import { userSchema } from '#shared/contract/servers.ts';
import { hasNsConfiguration, type NsConfiguration as NsConfigurationValue } from '#shared/domain/plan/back-ends.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';
import type { TokenSource } from '#shared/domain/plan/change.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import { Checkbox, TextInput } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import classes from './cluster.module.css';
import { ContactMember } from './ContactMember.tsx';
import { ManagingAs } from './ManagingAs.tsx';
import { NsConfiguration } from './NsConfiguration.tsx';
import { ReverseTrust } from './ReverseTrust.tsx';

/** The entry that is edited. */
export interface EditedEntry {
  readonly server: string;
  /** Whose list; null: to be chosen. */
  readonly as: string | null;
  /** Id of the node behind its address; null: none here. */
  readonly target: string | null;
  readonly member: ListedMember;
}

const entryGone = refusal('link.gone', { kind: 'window' }, 'The entry is not in the fleet any more.');

interface EditFormProps {
  readonly title: string;
  /** Null: it is no longer there. */
  readonly entry: EditedEntry | null;
  readonly onClose: () => void;
}

/**
 * User, token and debug mode of an entry; the DNS role has an editor of its own, and the host cannot be changed in WHM
 * either.
 */
// oxlint-disable-next-line max-lines-per-function -- one form: its fields, checks and preview share its values
export function EditForm({ title, entry, onClose }: EditFormProps) {
  const topology = useTopology();
  const to = entry?.target ? topology.nodes[entry.target] : undefined;
  const member = entry?.member;
  const [fields, setFields] = useState({
    as: entry?.as ?? 'root',
    user: member?.user ?? 'root',
    debug: member?.debug ?? false,
    contact: true,
    reverseTrust: false,
    nsConfig: null as NsConfigurationValue | null,
    token: 'entry' as 'entry' | 'made' | 'held',
  });
  const [typed, setTyped] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const change = (patch: Partial<typeof fields>): void => setFields({ ...fields, ...patch });
  const isCpanel = (member?.module ?? 'cPanel') === 'cPanel';
  const hasNsConfig = hasNsConfiguration(member?.module ?? null);
  // A reverse trust that is there stays as it is: each set-up leaves another token.
  const byWhm = isCpanel && to?.kind !== 'server' && fields.contact && fields.reverseTrust;
  const refusals = entry ? writingRefusals(topology, [entry.server]) : [entryGone];

  const wantedWith = (source: TokenSource): Partial<Pending> | null => {
    if (!entry || !member) return null;
    return {
      changes: [
        {
          kind: 'member.edit',
          server: entry.server,
          as: fields.as.trim(),
          address: member.address,
          user: fields.user.trim(),
          debug: fields.debug,
          contact: !isCpanel || !fields.contact ? 'none' : byWhm ? 'trust' : 'name',
          hostname: member.hostname === member.address ? null : member.hostname,
          nsConfig: hasNsConfig ? fields.nsConfig : null,
          token: source,
        },
      ],
    };
  };
  const wish = async (): Promise<Result<Partial<Pending>>> => {
    let source: TokenSource = { from: 'entry' };
    if (fields.token === 'made' && to) source = { from: 'made', on: to.id };
    if (fields.token === 'held') {
      const held = await call('plans.holdToken', { token: token.current?.value ?? '' });
      if (!held.ok) return held;
      // Main has it; the page has no more need of it.
      if (token.current) token.current.value = '';
      source = { from: 'held', id: held.value.id };
    }
    return ok(wantedWith(source) ?? {});
  };

  return (
    <ChangeDialog
      title={title}
      onClose={onClose}
      refusals={refusals}
      incomplete={
        !userSchema.safeParse(fields.user).success
          ? `Enter the user ${isCpanel ? 'on the member, usually root' : 'of the back end'}.`
          : fields.token === 'held' && !typed
            ? `Enter the API ${isCpanel ? 'token' : 'key'}.`
            : null
      }
      wanted={wantedWith(
        fields.token === 'held'
          ? { from: 'held', id: 'typed' }
          : fields.token === 'made' && to
            ? { from: 'made', on: to.id }
            : { from: 'entry' },
      )}
      wish={wish}
      testId="edit-member-form"
    >
      <div className={classes.halves}>
        <TextInput
          label={isCpanel ? 'User' : 'User of the back end'}
          description={isCpanel ? 'On the member, usually root' : 'As its provider names it'}
          name="user"
          data-autofocus
          value={fields.user}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        {entry?.as === null ? (
          <ManagingAs server={entry.server} value={fields.as} onChange={(as) => change({ as })} />
        ) : (
          <TextInput label="Managing as" description="The list that the entry is in" value={fields.as} readOnly />
        )}
      </div>
      {hasNsConfig ? (
        <NsConfiguration value={fields.nsConfig} keeps onChange={(nsConfig) => change({ nsConfig })} />
      ) : null}
      <Checkbox
        label="Debug mode"
        checked={fields.debug}
        onChange={(event) => change({ debug: event.currentTarget.checked })}
      />
      {isCpanel ? <ContactMember checked={fields.contact} onChange={(contact) => change({ contact })} /> : null}
      {isCpanel && entry && to?.kind !== 'server' ? (
        <ReverseTrust
          by="whm"
          server={topology.nodes[entry.server]?.label ?? entry.server}
          contacted={fields.contact}
          editing
          checked={byWhm}
          onChange={(reverseTrust) => change({ reverseTrust })}
        />
      ) : null}
      {to?.kind === 'server' ? (
        <Checkbox
          label={`Replace its token by a new one, made on ${to.label}`}
          checked={fields.token === 'made'}
          onChange={(event) => change({ token: event.currentTarget.checked ? 'made' : 'entry' })}
        />
      ) : null}
      {fields.token === 'made' ? null : (
        <TextInput
          ref={token}
          type="password"
          name="token"
          label={isCpanel ? 'Another API token' : 'Another API key'}
          description={`Empty: the entry keeps the ${isCpanel ? 'token' : 'key'} that it has.`}
          spellCheck={false}
          autoComplete="off"
          data-testid="member-token"
          onInput={(event) => {
            const filled = event.currentTarget.value.trim() !== '';
            setTyped(filled);
            if (filled !== (fields.token === 'held')) change({ token: filled ? 'held' : 'entry' });
          }}
        />
      )}
    </ChangeDialog>
  );
}
