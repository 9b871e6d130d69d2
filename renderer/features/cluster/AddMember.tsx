import { useMemo, useRef, useState } from 'react';
import { hostSchema, userSchema } from '#shared/contract/servers.ts';
import { hasNsConfiguration, type NsConfiguration as NsConfigurationValue } from '#shared/domain/plan/back-ends.ts';
import type { NewMember, TokenSource } from '#shared/domain/plan/change.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { configurationOf } from '#shared/domain/plan/known-configuration.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { Checkbox, NativeSelect, TextInput } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { ContactMember } from './ContactMember.tsx';
import { checkMember, type MemberWish } from './checks.ts';
import { readRole, roleChoices, serverChoices } from './choices.ts';
import classes from './cluster.module.css';
import { ManagingAs } from './ManagingAs.tsx';
import { NsConfiguration } from './NsConfiguration.tsx';
import { ReverseTrust } from './ReverseTrust.tsx';
import { TokenField } from './TokenField.tsx';
import { addressOfMember, changesOfWish, isAddress } from './member-intention.ts';

const modules = [
  { value: 'cPanel', label: 'cPanel' },
  { value: 'SoftLayer', label: 'SoftLayer' },
  { value: 'VPSNET', label: 'VPS.NET' },
];

/** `root` is a user of WHM only: another back end has none that could be proposed. */
function userFor(module: string, user: string): string {
  if (module === 'cPanel') return user === '' ? 'root' : user;
  return user === 'root' ? '' : user;
}

interface AddMemberProps {
  readonly dialog: Extract<Dialog, { kind: 'add-member' }>;
  readonly onClose: () => void;
}

/** WHM's form 'Add a new server to the cluster', with its checks before anything is sent. */
// oxlint-disable-next-line max-lines-per-function -- one form: its fields, checks and preview share its values
export default function AddMember({ dialog, onClose }: AddMemberProps) {
  const topology = useTopology();
  const names = useMemo(() => planNames(topology), [topology]);
  const fleet = useMemo(() => configurationOf(topology), [topology]);
  const [fields, setFields] = useState({
    server: dialog.server ?? '',
    as: dialog.as ?? 'root',
    module: 'cPanel',
    host: '',
    address: '',
    user: 'root',
    made: true,
    role: 'sync',
    /** Null: as the guide advises for the member. */
    reverseTrust: null as boolean | null,
    synchronize: true,
    debug: false,
    contact: true,
    nsConfig: 'default' as NsConfigurationValue,
  });
  const [typed, setTyped] = useState(false);
  const token = useRef<HTMLInputElement>(null);
  const change = (patch: Partial<typeof fields>): void => setFields({ ...fields, ...patch });

  const host = fields.host.trim();
  const role = readRole(fields.role);
  const foreign = fields.module !== 'cPanel';
  const address = addressOfMember(fields.module, host, fields.address, names);
  const target = foreign || address === null ? null : (names.serverAt(host) ?? names.serverAt(address));
  const made = target !== null && fields.made;
  // Neither a DNSOnly server nor a write-only member needs it (`whm-protocol 8`).
  const advised = role !== 'write-only' && (target === null || names.product(target) !== 'dnsonly');
  const wanted = fields.reverseTrust ?? advised;
  const reverseTrust = target !== null && wanted;
  // A member that is no server here: only WHM itself can have it make the entry back.
  const byWhm = !foreign && target === null && fields.contact && wanted;
  const wishWith = (source: TokenSource): MemberWish | null => {
    if (address === null || fields.server === '') return null;
    const member: NewMember = {
      address,
      host: foreign ? address : host,
      user: fields.user.trim(),
      module: fields.module,
      role,
      debug: fields.debug,
      contact: foreign || !fields.contact ? 'none' : byWhm ? 'trust' : 'name',
      nsConfig: hasNsConfiguration(fields.module) ? fields.nsConfig : null,
      token: source,
    };
    return { server: fields.server, as: fields.as.trim(), member, reverseTrust, synchronize: fields.synchronize };
  };
  const draft = wishWith(made && target !== null ? { from: 'made', on: target } : { from: 'held', id: 'typed' });
  const hostIsRight = foreign || hostSchema.safeParse(host).success;
  const checks = draft !== null && hostIsRight ? checkMember(draft, fleet, topology, names) : null;
  const incomplete =
    fields.server === ''
      ? 'Choose the server that gets the member.'
      : !foreign && host === ''
        ? 'Enter the host of the member.'
        : !hostIsRight
          ? 'Enter a host name or an IP address, without port or path.'
          : address === null
            ? 'Enter the IP address that the host has for this server.'
            : !userSchema.safeParse(fields.user).success
              ? `Enter the user ${foreign ? 'of the back end' : 'on the member, usually root'}.`
              : !made && !typed
                ? `Enter ${foreign ? 'the API key' : 'an API token of the member'}.`
                : null;

  const wish = async (): Promise<Result<Partial<Pending>>> => {
    let source: TokenSource;
    if (made && target !== null) source = { from: 'made', on: target };
    else {
      const field = token.current;
      const held = await call('plans.holdToken', { token: field?.value ?? '' });
      if (!held.ok) return held;
      // Main has it; the page has no more need of it.
      if (field) field.value = '';
      source = { from: 'held', id: held.value.id };
    }
    const wanted = wishWith(source);
    return ok(wanted === null ? {} : changesOfWish(wanted, names));
  };

  return (
    <ChangeDialog
      title="Add a member"
      onClose={onClose}
      {...checks}
      incomplete={incomplete}
      wanted={draft === null ? null : changesOfWish(draft, names)}
      wish={wish}
      testId="add-member-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="Server"
          description="Whose DNS cluster list gets the member"
          name="server"
          data-autofocus
          data={[{ value: '', label: 'Choose a server' }, ...serverChoices(topology)]}
          value={fields.server}
          onChange={(event) => change({ server: event.currentTarget.value })}
        />
        <ManagingAs server={fields.server} value={fields.as} onChange={(as) => change({ as })} />
      </div>
      <div className={classes.halves}>
        <NativeSelect
          label="Back end"
          name="module"
          data={modules}
          value={fields.module}
          onChange={(event) =>
            change({ module: event.currentTarget.value, user: userFor(event.currentTarget.value, fields.user) })
          }
        />
        <NativeSelect
          label="DNS role"
          name="role"
          data={roleChoices}
          value={fields.role}
          onChange={(event) => change({ role: event.currentTarget.value })}
        />
      </div>
      <div className={classes.halves}>
        {foreign ? null : (
          <TextInput
            label="Host"
            description="Host name or IP address of the member"
            name="host"
            list="member-hosts"
            value={fields.host}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => change({ host: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={foreign ? 'User of the back end' : 'User'}
          description={foreign ? 'As its provider names it' : 'On the member, usually root'}
          name="user"
          value={fields.user}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        {hasNsConfiguration(fields.module) ? (
          <NsConfiguration
            value={fields.nsConfig}
            keeps={false}
            onChange={(nsConfig) => change({ nsConfig: nsConfig ?? 'default' })}
          />
        ) : null}
      </div>
      <datalist id="member-hosts">
        {serverChoices(topology, (node) => node.id !== fields.server).map(({ value, label }) => (
          <option key={value} value={label}>
            {label}
          </option>
        ))}
      </datalist>
      {!foreign && target === null && host !== '' && !isAddress(host) ? (
        <TextInput
          label="IP address"
          description="The host is none of the servers here. WHM keeps members by IP address: the one that the host has for this server."
          name="address"
          value={fields.address}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      ) : null}
      {target === null ? null : (
        <Checkbox
          label={`Make an API token with the ACL clustering on ${names.server(target)}`}
          checked={fields.made}
          onChange={(event) => change({ made: event.currentTarget.checked })}
        />
      )}
      {made ? null : (
        <TokenField
          label={foreign ? 'API key' : 'API token of the member'}
          description="It goes to the keychain and is not shown again."
          fieldRef={token}
          onTyped={setTyped}
        />
      )}
      <div className={classes.boxes}>
        {foreign ? null : <ContactMember checked={fields.contact} onChange={(contact) => change({ contact })} />}
        {foreign ? null : (
          <ReverseTrust
            by={target === null ? 'whm' : 'nameward'}
            server={fields.server === '' ? 'the server' : names.server(fields.server)}
            contacted={fields.contact}
            checked={target === null ? byWhm : reverseTrust}
            onChange={(wanted) => change({ reverseTrust: wanted })}
          />
        )}
        <Checkbox
          label="Synchronize zones afterwards"
          description="Those of the accounts of the server; what moves where stands below."
          checked={fields.synchronize}
          data-testid="synchronize-now"
          onChange={(event) => change({ synchronize: event.currentTarget.checked })}
        />
        <Checkbox
          label="Debug mode"
          checked={fields.debug}
          onChange={(event) => change({ debug: event.currentTarget.checked })}
        />
      </div>
    </ChangeDialog>
  );
}
