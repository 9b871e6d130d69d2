import { useRef, useState } from 'react';
import { userSchema } from '#shared/contract/servers.ts';
import type { TokenSource } from '#shared/domain/plan/change.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { call } from '../../api/index.ts';
import { useTopology } from '../../state/fleet.ts';
import type { Pending } from '../../state/pending.ts';
import type { Dialog } from '../../state/workspace.ts';
import { Checkbox, TextInput } from '../../ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusal } from './checks.ts';
import { ContactMember } from './ContactMember.tsx';
import classes from './cluster.module.css';
import { ManagingAs } from './ManagingAs.tsx';

interface EditMemberProps {
  readonly dialog: Extract<Dialog, { kind: 'edit-member' }>;
  readonly onClose: () => void;
}

/** User, token and debug mode of an entry; the DNS role has an editor of its own, and the host cannot be changed in WHM either. */
export default function EditMember({ dialog, onClose }: EditMemberProps) {
  const topology = useTopology();
  const [link] = useState(() => topology.links[dialog.link]);
  const to = link ? topology.nodes[link.to] : undefined;
  const [fields, setFields] = useState({
    as: 'root',
    user: link?.member.user ?? 'root',
    debug: link?.member.debug ?? false,
    contact: true,
    token: 'entry' as 'entry' | 'made' | 'held',
  });
  const [typed, setTyped] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const change = (patch: Partial<typeof fields>): void => setFields({ ...fields, ...patch });
  const isCpanel = (link?.member.module ?? 'cPanel') === 'cPanel';
  const refused = link ? writingRefusal(topology, link.from) : 'The link is not in the fleet any more.';

  const wish = async (): Promise<Result<Partial<Pending>>> => {
    if (!link) return ok({});
    let source: TokenSource = { from: 'entry' };
    if (fields.token === 'made') source = { from: 'made', on: link.to };
    if (fields.token === 'held') {
      const held = await call('plans.holdToken', { token: token.current?.value ?? '' });
      if (!held.ok) return held;
      // Main has it; the page has no more need of it.
      if (token.current) token.current.value = '';
      source = { from: 'held', id: held.value.id };
    }
    return ok({
      changes: [
        {
          kind: 'member.edit',
          server: link.from,
          as: fields.as.trim(),
          address: link.member.address,
          user: fields.user.trim(),
          debug: fields.debug,
          contact: isCpanel && fields.contact ? 'name' : 'none',
          hostname: link.member.hostname === link.member.address ? null : link.member.hostname,
          token: source,
        },
      ],
    });
  };

  return (
    <ChangeDialog
      title={`Edit the member ${to?.label ?? dialog.link}`}
      onClose={onClose}
      checks={refused === null ? [] : [{ kind: 'refusal', message: refused }]}
      incomplete={
        !userSchema.safeParse(fields.user).success
          ? 'Enter the user on the member, usually root.'
          : fields.token === 'held' && !typed
            ? 'Enter the API token.'
            : null
      }
      wish={wish}
      testId="edit-member-form"
    >
      <div className={classes.halves}>
        <TextInput
          label="User"
          description="On the member, usually root"
          name="user"
          data-autofocus
          value={fields.user}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        <ManagingAs server={link?.from ?? ''} value={fields.as} onChange={(as) => change({ as })} />
      </div>
      <Checkbox
        label="Debug mode"
        checked={fields.debug}
        onChange={(event) => change({ debug: event.currentTarget.checked })}
      />
      {isCpanel ? <ContactMember checked={fields.contact} onChange={(contact) => change({ contact })} /> : null}
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
          label="Another API token"
          description="Empty: the entry keeps the token that it has."
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
