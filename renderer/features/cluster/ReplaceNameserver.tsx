import { useState } from 'react';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { NativeSelect } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import { nodeChoices, serverChoices } from './choices.ts';
import classes from './cluster.module.css';

interface ReplaceNameserverProps {
  readonly dialog: Extract<Dialog, { kind: 'replace-nameserver' }>;
  readonly onClose: () => void;
}

/**
 * Wherever the old one is a member, the new one takes its place: deleted before added, since two members of one host
 * name are not allowed.
 */
export default function ReplaceNameserver({ dialog, onClose }: ReplaceNameserverProps) {
  const topology = useTopology();
  const [old, setOld] = useState(dialog.nameserver ?? '');
  const [next, setNext] = useState('');
  const links = Object.values(topology.links).filter((link) => link.to === old && link.from !== next);
  const named = new Set(Object.values(topology.links).map((link) => link.to));
  const olds = nodeChoices(topology, ({ id, kind }) => kind !== 'foreign' && named.has(id));
  return (
    <ChangeDialog
      title="Replace a nameserver"
      onClose={onClose}
      refusals={writingRefusals(
        topology,
        links.map((link) => link.from),
      )}
      incomplete={
        old === ''
          ? 'Choose the nameserver that goes.'
          : next === ''
            ? 'Choose the server that takes its place.'
            : old === next
              ? 'Choose two different servers.'
              : links.length === 0
                ? 'It is a member of no server.'
                : null
      }
      wanted={{ intentions: [{ kind: 'nameserver.replace', old, next }] }}
      testId="replace-nameserver-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="Nameserver that goes"
          name="old"
          data-autofocus
          data={[{ value: '', label: 'Choose a member' }, ...olds]}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <NativeSelect
          label="Server that takes its place"
          name="next"
          data={[{ value: '', label: 'Choose a server' }, ...serverChoices(topology, (node) => node.id !== old)]}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </div>
      <p className={classes.quiet}>
        {old === ''
          ? 'Every server that has the old one as a member gets the new one in its place, with the same DNS role.'
          : `${links.length.toLocaleString('en')} server${links.length === 1 ? ' has' : 's have'} it as a member: each gets the new one in its place, with the same DNS role.`}
      </p>
    </ChangeDialog>
  );
}
