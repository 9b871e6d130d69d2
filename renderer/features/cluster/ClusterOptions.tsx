import { useMemo, useState } from 'react';
import { userSchema } from '#shared/contract/servers.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { configurationOf } from '../../state/configuration.ts';
import { useTopology } from '../../state/fleet.ts';
import type { Dialog } from '../../state/workspace.ts';
import { Checkbox, NativeSelect, TextInput } from '../../ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusal, type Check } from './checks.ts';
import classes from './cluster.module.css';
import { changesOfOptions, defaultThreshold, halfKnown, isThreshold, keepAll, type OptionFields } from './options.ts';

interface ClusterOptionsProps {
  readonly dialog: Extract<Dialog, { kind: 'cluster-options' }>;
  readonly onClose: () => void;
}

const keep = { value: 'keep', label: 'Leave as it is' };
const onOff = [keep, { value: 'on', label: 'On' }, { value: 'off', label: 'Off' }];

/** The settings of one server, or of many at once. */
export default function ClusterOptions({ dialog, onClose }: ClusterOptionsProps) {
  const topology = useTopology();
  const fleet = useMemo(() => configurationOf(topology), [topology]);
  const names = useMemo(() => planNames(topology), [topology]);
  const [fields, setFields] = useState<OptionFields>(keepAll);
  const { servers } = dialog;
  const set = (patch: Partial<OptionFields>): void => setFields({ ...fields, ...patch });
  const choose =
    (field: keyof OptionFields) =>
    (event: { currentTarget: { value: string } }): void =>
      set({ [field]: event.currentTarget.value });
  const changes = changesOfOptions(servers, fields, fleet);
  const unknown = halfKnown(servers, fields, fleet);
  const refused = servers.flatMap((server) => writingRefusal(topology, server) ?? []);
  const checks: readonly Check[] = [
    // One server that cannot be changed does not hold up the others: the preview names it.
    ...refused.map((message): Check => ({ kind: refused.length === servers.length ? 'refusal' : 'advice', message })),
    ...(unknown.length === 0
      ? []
      : [
          {
            kind: 'advice' as const,
            message: `WHM writes threshold and notification together, and one of them is unknown on ${unknown.map((id) => names.server(id)).join(', ')}: choose both.`,
          },
        ]),
    ...(fields.clustering === 'off'
      ? [{ kind: 'advice' as const, message: 'While clustering is off a server sends no zone change to any member.' }]
      : []),
    ...(fields.software !== 'keep' && fields.software !== 'powerdns'
      ? [{ kind: 'advice' as const, message: 'Domains with DNSSEC need PowerDNS on every member of the cluster.' }]
      : []),
  ];
  const [only] = servers;
  return (
    <ChangeDialog
      title={servers.length === 1 && only ? `Options of ${names.server(only)}` : `Options of ${servers.length} servers`}
      onClose={onClose}
      checks={checks}
      incomplete={
        fields.threshold === 'custom' && !isThreshold(fields.custom)
          ? 'Enter the failure threshold, 1 or more.'
          : fields.reseller.trim() !== '' && !userSchema.safeParse(fields.reseller).success
            ? 'Enter the name of the reseller.'
            : changes.length === 0
              ? 'Nothing is changed yet.'
              : null
      }
      wish={() => ({ changes })}
      testId="cluster-options-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="DNS clustering"
          name="clustering"
          data-autofocus
          data={onOff}
          value={fields.clustering}
          onChange={choose('clustering')}
        />
        <NativeSelect
          label="Notification when a member is disabled"
          name="notify"
          data={onOff}
          value={fields.notify}
          onChange={choose('notify')}
        />
        <NativeSelect
          label="Failure threshold"
          name="threshold"
          data={[
            keep,
            { value: 'default', label: `Default (${defaultThreshold})` },
            { value: 'custom', label: 'Custom' },
            { value: 'online', label: 'Keep all members online' },
          ]}
          value={fields.threshold}
          onChange={choose('threshold')}
        />
        {fields.threshold === 'custom' ? (
          <TextInput
            label="Failed dnsadmin commands"
            name="custom"
            inputMode="numeric"
            value={fields.custom}
            onChange={choose('custom')}
          />
        ) : (
          <span />
        )}
        <NativeSelect
          label="Nameserver software"
          name="software"
          data={[
            keep,
            { value: 'powerdns', label: 'PowerDNS' },
            { value: 'bind', label: 'BIND' },
            { value: 'disabled', label: 'Disabled' },
          ]}
          value={fields.software}
          onChange={choose('software')}
        />
        <NativeSelect
          label="Monitoring of the service named"
          name="monitored"
          data={onOff}
          value={fields.monitored}
          onChange={choose('monitored')}
        />
        <NativeSelect
          label="Level of dnsadmin_log"
          name="logLevel"
          data={[keep, ...Array.from({ length: 10 }, (_, level) => ({ value: String(level), label: String(level) }))]}
          value={fields.logLevel}
          onChange={choose('logLevel')}
        />
        {fields.logLevel === 'keep' ? (
          <span />
        ) : (
          <Checkbox
            mt={28}
            label="Verbose synchronization"
            checked={fields.verboseSync}
            onChange={(event) => set({ verboseSync: event.currentTarget.checked })}
          />
        )}
        {servers.length === 1 ? (
          <>
            <TextInput
              label="Unique DNS clustering of a reseller"
              description="Empty: no reseller is meant"
              name="reseller"
              value={fields.reseller}
              spellCheck={false}
              autoComplete="off"
              onChange={choose('reseller')}
            />
            {fields.reseller.trim() === '' ? null : (
              <Checkbox
                mt={48}
                label="Has a cluster of its own"
                checked={fields.unique}
                onChange={(event) => set({ unique: event.currentTarget.checked })}
              />
            )}
          </>
        ) : null}
      </div>
    </ChangeDialog>
  );
}
