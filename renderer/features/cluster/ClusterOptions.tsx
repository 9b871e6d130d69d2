import { useMemo, useState } from 'react';
import { userSchema } from '#shared/contract/servers.ts';
import type { ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { configurationOf } from '#shared/domain/plan/known-configuration.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { Checkbox, NativeSelect, TextInput } from '#renderer/ui/controls.ts';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { nameserverWords } from '#shared/domain/words/roles.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { refusalWords } from '#shared/domain/refusals/refusal.ts';
import { writingRefusals } from './checks.ts';
import classes from './cluster.module.css';
import { readAll, useCurrentSettings } from './current-settings.ts';
import {
  changesOfOptions,
  currentWords,
  defaultThreshold,
  halfKnown,
  isThreshold,
  keepAll,
  type OptionFields,
} from './options.ts';

interface ClusterOptionsProps {
  readonly dialog: Extract<Dialog, { kind: 'cluster-options' }>;
  readonly onClose: () => void;
}

const keep = { value: 'keep', label: 'Leave as it is' };
const onOrOff = (on: boolean): string => (on ? 'on' : 'off');
const onOff = [keep, { value: 'on', label: 'On' }, { value: 'off', label: 'Off' }];

/** The settings of one server, or of many at once. */
// oxlint-disable-next-line max-lines-per-function -- one form: its fields share the values of all servers that are marked
export default function ClusterOptions({ dialog, onClose }: ClusterOptionsProps) {
  const topology = useTopology();
  const polled = useMemo(() => configurationOf(topology), [topology]);
  const names = useMemo(() => planNames(topology), [topology]);
  const [fields, setFields] = useState<OptionFields>(keepAll);
  const { servers } = dialog;
  const { fleet, reading, unread } = useCurrentSettings(servers, polled);
  const set = (patch: Partial<OptionFields>): void => setFields({ ...fields, ...patch });
  const choose =
    (field: keyof OptionFields) =>
    (event: { currentTarget: { value: string } }): void =>
      set({ [field]: event.currentTarget.value });
  const changes = changesOfOptions(servers, fields, fleet);
  const halfKnownOn = (pair: 'threshold' | 'logging', what: string): readonly string[] => {
    const unknown = reading > 0 ? [] : halfKnown(pair, servers, fields, fleet);
    const labels = unknown.map((id) => names.server(id)).join(', ');
    return unknown.length === 0
      ? []
      : [`${what} are written together, and one of them is unknown on ${labels}: choose both.`];
  };
  const now = <Setting extends keyof ServerConfiguration>(
    setting: Setting,
    word: (value: NonNullable<ServerConfiguration[Setting]>) => string,
  ): string =>
    currentWords(
      servers.map((server) => fleet[server]?.[setting] ?? null),
      word,
    );
  const refused = writingRefusals(topology, servers);
  // One server that cannot be changed does not hold up the others: the preview names it.
  const isRefused = refused.length === servers.length;
  const advice: readonly string[] = [
    ...(isRefused ? [] : refused.map(refusalWords)),
    ...halfKnownOn('threshold', 'Threshold and notification'),
    ...halfKnownOn('logging', 'Level and verbose synchronization'),
    ...(fields.clustering === 'off' ? ['While clustering is off a server sends no zone change to any member.'] : []),
    ...(fields.software !== 'keep' && fields.software !== 'powerdns'
      ? ['Domains with DNSSEC need PowerDNS on every member of the cluster.']
      : []),
  ];
  const [only] = servers;
  return (
    <ChangeDialog
      title={servers.length === 1 && only ? `Options of ${names.server(only)}` : `Options of ${servers.length} servers`}
      onClose={onClose}
      refusals={isRefused ? refused : []}
      advice={advice}
      incomplete={
        fields.threshold === 'custom' && !isThreshold(fields.custom)
          ? 'Enter the failure threshold, 1 or more.'
          : fields.reseller.trim() !== '' && !userSchema.safeParse(fields.reseller).success
            ? 'Enter the name of the reseller.'
            : changes.length === 0
              ? 'Nothing is changed yet.'
              : null
      }
      wanted={{ changes }}
      testId="cluster-options-form"
    >
      {reading > 0 ? (
        <p className={classes.reading} role="status">
          Reading monitoring and log level of {reading === 1 ? 'one server' : `${reading.toLocaleString('en')} servers`}
          .
        </p>
      ) : unread.length > 0 ? (
        <p className={classes.reading}>
          Monitoring and log level of{' '}
          {unread.length === 1 ? 'one server' : `${unread.length.toLocaleString('en')} servers`} are not read.{' '}
          <ToolButton label="Read" data-testid="read-options" onClick={() => void readAll(unread)} />
        </p>
      ) : null}
      <div className={classes.halves}>
        <NativeSelect
          label="DNS clustering"
          description={now('clustering', onOrOff)}
          name="clustering"
          data-autofocus
          data={onOff}
          value={fields.clustering}
          onChange={choose('clustering')}
        />
        <NativeSelect
          label="Notification when a member is disabled"
          description={now('notify', onOrOff)}
          name="notify"
          data={onOff}
          value={fields.notify}
          onChange={choose('notify')}
        />
        <NativeSelect
          label="Failure threshold"
          description={now('threshold', (threshold) => (threshold === 0 ? 'all members online' : String(threshold)))}
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
          description={now('nameserver', (software) => nameserverWords[software])}
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
          description={now('monitored', onOrOff)}
          name="monitored"
          data={onOff}
          value={fields.monitored}
          onChange={choose('monitored')}
        />
        <NativeSelect
          label="Level of dnsadmin_log"
          description={now('logLevel', String)}
          name="logLevel"
          data={[keep, ...Array.from({ length: 10 }, (_, level) => ({ value: String(level), label: String(level) }))]}
          value={fields.logLevel}
          onChange={choose('logLevel')}
        />
        <NativeSelect
          label="Verbose synchronization"
          name="verboseSync"
          description={now('verboseSync', onOrOff)}
          data={onOff}
          value={fields.verboseSync}
          onChange={choose('verboseSync')}
        />
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
