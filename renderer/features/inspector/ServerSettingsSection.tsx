import type { TopologyNode } from '#shared/domain/topology/topology.ts';
import { gather } from '#renderer/state/plans.ts';
import { readServerSettings, settingsOf, useServerSettings } from '#renderer/state/server-settings.ts';
import { missingTrusted } from '#shared/domain/trust/missing-trusted.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Facts, PlainFact, Unknown } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Inspector.module.css';
import { refusal } from '#shared/domain/refusals/refusal.ts';

const beingAsked = refusal('work.under-way', { kind: 'window' }, 'The server is being asked.');

function orNone(list: readonly string[] | null) {
  if (list === null) return <Unknown />;
  return list.length === 0 ? 'none' : <HostileText text={list.join(', ')} limit={4000} />;
}

/** What the polls leave out, read when asked for: it costs requests of its own. */
export function ServerSettingsSection({ node }: { node: TopologyNode }) {
  const { settings, error, reading, at } = useServerSettings(({ byServer }) => settingsOf(byServer, node.id));
  const members = node.observation?.members?.value;
  const missing = settings?.trusted && members ? missingTrusted(members.records, settings.trusted) : [];
  return (
    <section className={classes.section}>
      <h3>Settings and trusted addresses</h3>
      {error ? <ErrorNotice error={error} /> : null}
      {settings ? (
        <Facts wide>
          <PlainFact label="Monitoring of named">
            {settings.monitored === null ? <Unknown /> : settings.monitored ? 'on' : 'off'}
          </PlainFact>
          <PlainFact label="dnsadmin_log level">
            {settings.logLevel === null ? <Unknown /> : settings.logLevel}
            {settings.verboseSync ? ', verbose synchronization' : ''}
          </PlainFact>
          <PlainFact label="Resellers with clustering">{orNone(settings.resellers)}</PlainFact>
          <PlainFact label="With a cluster of their own">{orNone(settings.unique)}</PlainFact>
          <PlainFact label="/etc/ips.dnsmaster">{orNone(settings.trusted?.dnsmaster ?? null)}</PlainFact>
          <PlainFact label="/etc/ips.remotedns">{orNone(settings.trusted?.remotedns ?? null)}</PlainFact>
          {settings.trusted ? <PlainFact label="Members missing">{orNone(missing)}</PlainFact> : null}
        </Facts>
      ) : null}
      {settings?.trusted && members?.partial ? (
        <p className={classes.quiet}>The member list is partial: members that are not in it are not compared.</p>
      ) : null}
      <div className={classes.actions}>
        <ToolButton
          label={settings ? 'Read again' : 'Read'}
          refusal={reading ? beingAsked : null}
          data-testid="read-settings"
          onClick={() => void readServerSettings(node.id)}
        />
        {missing.length > 0 ? (
          <ToolButton
            label={`Add ${missing.length} missing`}
            data-testid="add-missing"
            onClick={() =>
              gather(
                {
                  changes: missing.map((address) => ({ kind: 'trusted', server: node.id, address, trusted: true })),
                },
                false,
              )
            }
          />
        ) : null}
        {at === null ? null : (
          <span className={classes.quiet}>
            read <RelativeTime at={at} />
          </span>
        )}
      </div>
    </section>
  );
}
