import { useState } from 'react';
import { useTopology } from '../../state/fleet.ts';
import { useScopedTopology } from '../../state/scope.ts';
import type { Dialog } from '../../state/workspace.ts';
import { Checkbox, NativeSelect } from '../../ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusal, type Check } from './checks.ts';
import { readRole, roleChoices, serverChoices } from './choices.ts';
import classes from './cluster.module.css';
import { ServerSet } from './ServerSet.tsx';

interface AddNameserverProps {
  readonly dialog: Extract<Dialog, { kind: 'add-nameserver' }>;
  readonly onClose: () => void;
}

/** One nameserver becomes a member of any number of web servers, in one plan. */
export default function AddNameserver({ dialog, onClose }: AddNameserverProps) {
  const topology = useTopology();
  const scoped = useScopedTopology();
  const [nameserver, setNameserver] = useState(dialog.nameserver ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        serverChoices(scoped, (node) => node.product === 'cpanel' && node.id !== dialog.nameserver).map(
          ({ value }) => value,
        ),
      ),
  );
  const [role, setRole] = useState('sync');
  const [synchronize, setSynchronize] = useState(false);
  const choices = serverChoices(topology, (node) => node.id !== nameserver);
  const to = choices.map(({ value }) => value).filter((id) => chosen.has(id));
  const node = topology.nodes[nameserver];
  const checks: readonly Check[] = [
    ...(node?.product === 'cpanel'
      ? [
          {
            kind: 'advice' as const,
            message: `${node.label} is a cPanel & WHM server: the guide advises DNSOnly servers as nameservers, and no links between cPanel & WHM servers.`,
          },
        ]
      : []),
    ...(node?.observation?.nameserver?.value === 'bind'
      ? [
          {
            kind: 'advice' as const,
            message: `${node.label} runs BIND. Domains with DNSSEC need PowerDNS on every member of the cluster.`,
          },
        ]
      : []),
    ...to.flatMap((id): readonly Check[] => {
      const message = writingRefusal(topology, id);
      return message === null ? [] : [{ kind: 'refusal', message }];
    }),
  ];
  return (
    <ChangeDialog
      title="Add a nameserver to a cluster"
      onClose={onClose}
      checks={checks}
      incomplete={
        nameserver === '' ? 'Choose the nameserver.' : to.length === 0 ? 'Choose the servers that get it.' : null
      }
      wish={() => ({
        intentions: [{ kind: 'nameserver.add', nameserver, to, role: readRole(role), synchronize }],
      })}
      testId="add-nameserver-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="Nameserver"
          name="nameserver"
          data-autofocus
          data={[{ value: '', label: 'Choose a server' }, ...serverChoices(topology)]}
          value={nameserver}
          onChange={(event) => setNameserver(event.currentTarget.value)}
        />
        <NativeSelect
          label="DNS role"
          name="role"
          data={roleChoices}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
      </div>
      <ServerSet label="Servers that get it as a member" choices={choices} chosen={chosen} onChange={setChosen} />
      <Checkbox
        label="Synchronize all zones of each server afterwards"
        checked={synchronize}
        onChange={(event) => setSynchronize(event.currentTarget.checked)}
      />
    </ChangeDialog>
  );
}
