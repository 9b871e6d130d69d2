import type { OutputOf } from '#shared/contract/index.ts';
import type { ListedMember } from '#shared/contract/plans.ts';
import { refusal, type Refusal } from '#shared/domain/refusals/refusal.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { NativeSelect } from '#renderer/ui/controls.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { roleWord } from '#shared/domain/words/roles.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { readRole, roleChoices } from './choices.ts';
import classes from './ResellerTable.module.css';
import { roleRefusals, type EntryWish } from './reseller-intention.ts';

const goes = refusal('link.gone', { kind: 'window' }, 'The member is going to be removed.');

interface ResellerTableProps {
  readonly server: string;
  readonly as: string;
  readonly members: OutputOf<'plans.members'>;
  /** Roles of root's entries by address; null: not known. */
  readonly ofRoot: ReadonlyMap<string, Role | null> | null;
  readonly wishes: Readonly<Record<string, EntryWish>>;
  readonly onWish: (address: string, wish: EntryWish) => void;
  readonly onEdit: (member: ListedMember) => void;
}

/** The members of a reseller as WHM lists them for him: his own, which he may edit, and root's, which are inherited. */
export function ResellerTable({ server, as, members, ofRoot, wishes, onWish, onEdit }: ResellerTableProps) {
  const { own, inherited } = members;
  return (
    <>
      <table className={classes.table} data-testid="reseller-members">
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">DNS role</th>
            <th scope="col">Whose</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {own.map((member) => (
            <OwnRow
              key={member.address}
              member={member}
              refusals={roleRefusals(member, { server, as }, ofRoot)}
              wish={wishes[member.address] ?? {}}
              onWish={(wish) => onWish(member.address, wish)}
              onEdit={() => onEdit(member)}
            />
          ))}
          {(inherited ?? []).map((member) => (
            <tr key={member.address} data-testid={`inherited-${member.address}`}>
              <Name member={member} />
              <td>{roleWord(member.role)}</td>
              <td>root</td>
              <td className={classes.quiet}>This server is inherited.</td>
            </tr>
          ))}
        </tbody>
      </table>
      {own.length === 0 ? <p className={classes.quiet}>{as} has no members of his own.</p> : null}
      {inherited === null ? (
        <p className={classes.quiet}>Root&rsquo;s members could not be read with this token.</p>
      ) : null}
    </>
  );
}

function Name({ member: { address, hostname, disabled } }: { member: ListedMember }) {
  return (
    <th scope="row">
      <MiddleEllipsis text={hostname ?? address} />
      <span className={classes.address}>
        {address} {disabled === true ? <StateBadge state="disabled" /> : null}
      </span>
    </th>
  );
}

function OwnRow({
  member,
  refusals,
  wish,
  onWish,
  onEdit,
}: {
  member: ListedMember;
  refusals: Readonly<Record<Role, Refusal | null>>;
  wish: EntryWish;
  onWish: (wish: EntryWish) => void;
  onEdit: () => void;
}) {
  const name = member.hostname ?? member.address;
  const removed = wish.remove === true;
  const { role: chosen = member.role } = wish;
  const why = [...new Set(Object.values(refusals).flatMap((each) => each?.message ?? []))];
  return (
    <tr data-testid={`entry-${member.address}`} data-changed={Object.keys(wish).length > 0} data-removed={removed}>
      <Name member={member} />
      <td>
        <NativeSelect
          size="xs"
          aria-label={`DNS role of ${name}`}
          name="role"
          disabled={removed}
          data={[
            ...(member.role === null ? [{ value: '', label: 'unknown' }] : []),
            ...roleChoices.map((choice) => ({
              ...choice,
              disabled: choice.value !== member.role && refusals[readRole(choice.value)] !== null,
            })),
          ]}
          value={chosen ?? ''}
          onChange={(event) => {
            const role = readRole(event.currentTarget.value);
            const { role: _before, ...others } = wish;
            onWish(role === member.role ? others : { ...others, role });
          }}
        />
        {why.map((sentence) => (
          <span key={sentence} className={classes.why}>
            {sentence}
          </span>
        ))}
      </td>
      <td>own</td>
      <td>
        <div className={classes.actions}>
          {member.disabled === true ? (
            <ToolButton
              label={wish.enable === true ? 'Do not enable' : 'Enable'}
              data-testid="enable-entry"
              refusal={removed ? goes : null}
              onClick={() => onWish(wish.enable === true ? without(wish) : { ...wish, enable: true })}
            />
          ) : null}
          <ToolButton label="Edit" data-testid="edit-entry" refusal={removed ? goes : null} onClick={onEdit} />
          <ToolButton
            label={removed ? 'Keep' : 'Remove'}
            data-testid="remove-entry"
            onClick={() => onWish(removed ? {} : { remove: true })}
          />
        </div>
      </td>
    </tr>
  );
}

function without({ enable: _dropped, ...wish }: EntryWish): EntryWish {
  return wish;
}
