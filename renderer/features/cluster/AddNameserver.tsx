import { useMemo, useState } from 'react';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { clusterChoices, type ClusterChoice } from '#shared/domain/topology/scope.ts';
import { useWorkspace, type Dialog } from '#renderer/state/workspace.ts';
import { Checkbox, NativeSelect } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import { readRole, roleChoices, serverChoices } from './choices.ts';
import classes from './cluster.module.css';
import { ServerSet } from './ServerSet.tsx';

interface AddNameserverProps {
  readonly dialog: Extract<Dialog, { kind: 'add-nameserver' }>;
  readonly onClose: () => void;
}

/** @returns the anchor of the cluster to begin with; empty: the user has to say which */
function firstCluster(clusters: readonly ClusterChoice[], { nodes }: Topology, clusterOf: string | null): string {
  const index = clusterOf === null ? null : (nodes[clusterOf]?.cluster ?? null);
  const [only] = clusters;
  const shown = clusters.find(({ anchor }) => index !== null && nodes[anchor]?.cluster === index);
  return (shown ?? (clusters.length === 1 ? only : undefined))?.anchor ?? '';
}

/**
 * @returns the cPanel & WHM servers of the cluster that are not nameservers themselves; none when there is no such
 *   cluster
 */
function webServersOf({ nodes, clusters }: Topology, anchor: string, nameserver: string): ReadonlySet<string> {
  const members = clusters[nodes[anchor]?.cluster ?? -1] ?? [];
  return new Set(
    members.filter((id) => {
      const node = nodes[id];
      return id !== nameserver && node?.kind === 'server' && node.product === 'cpanel' && node.tier !== 'nameserver';
    }),
  );
}

/** One nameserver becomes a member of any number of web servers, in one plan. */
export default function AddNameserver({ dialog, onClose }: AddNameserverProps) {
  const topology = useTopology();
  const shown = useWorkspace((state) => state.clusterOf);
  const clusterOf = dialog.cluster ?? shown;
  const [nameserver, setNameserver] = useState(dialog.nameserver ?? '');
  const clusters = useMemo(() => clusterChoices(topology), [topology]);
  const [cluster, setCluster] = useState(() => firstCluster(clusters, topology, clusterOf));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => webServersOf(topology, cluster, nameserver));
  const [role, setRole] = useState('sync');
  const [synchronize, setSynchronize] = useState(false);
  const choices = serverChoices(topology, (node) => node.id !== nameserver);
  const to = choices.map(({ value }) => value).filter((id) => chosen.has(id));
  return (
    <ChangeDialog
      title="Add a nameserver to a cluster"
      onClose={onClose}
      refusals={writingRefusals(topology, to)}
      incomplete={
        nameserver === '' ? 'Choose the nameserver.' : to.length === 0 ? 'Choose the servers that get it.' : null
      }
      wanted={{
        intentions: [{ kind: 'nameserver.add', nameserver, to, role: readRole(role), synchronize }],
      }}
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
      <NativeSelect
        label="Cluster"
        description="Its cPanel & WHM servers are chosen; add or leave out single ones below"
        name="cluster"
        data={[
          { value: '', label: 'Choose a cluster' },
          ...clusters.map(({ anchor, name, servers }) => ({
            value: anchor,
            label: `${name} (${servers} ${servers === 1 ? 'server' : 'servers'})`,
          })),
        ]}
        value={cluster}
        onChange={(event) => {
          setCluster(event.currentTarget.value);
          setChosen(webServersOf(topology, event.currentTarget.value, nameserver));
        }}
      />
      <ServerSet label="Servers that get it as a member" choices={choices} chosen={chosen} onChange={setChosen} />
      <Checkbox
        label="Synchronize all zones of each server afterwards"
        checked={synchronize}
        onChange={(event) => setSynchronize(event.currentTarget.checked)}
      />
    </ChangeDialog>
  );
}
