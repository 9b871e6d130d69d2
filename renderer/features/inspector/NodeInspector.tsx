import { useMemo } from 'react';
import { memberLimit, type StrayFile, type StrayKind } from '#shared/domain/topology/observation.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { offersOf } from '#renderer/state/actions/action.ts';
import { ownServerActions, serverChangeActions } from '#renderer/state/actions/server.ts';
import { menuProps } from '#renderer/state/context-menu.ts';
import { inspect } from '#renderer/state/workspace.ts';
import { Facts, KnownFact, PlainFact } from '#renderer/ui/Facts.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { Reasons } from '#renderer/ui/Reasons.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { ChannelList } from '#renderer/ui/ChannelList.tsx';
import { wordsFor } from '#renderer/ui/error-words.ts';
import { nameserverWords, oddRoleWord, productWords, roleWord } from '#shared/domain/words/roles.ts';
import { ServerSettingsSection } from './ServerSettingsSection.tsx';
import classes from './Inspector.module.css';
import { neighboursOf } from './neighbours.ts';
import { OfferButtons } from './OfferButtons.tsx';

const kindWords: Readonly<Record<TopologyNode['kind'], string>> = {
  server: 'Server',
  unknown: 'Member without a token here',
  foreign: 'Foreign back end',
};

function thresholdWords(threshold: number | null): string {
  if (threshold === null) return 'threshold unknown';
  return threshold === 0 ? 'members are never disabled' : `a member is disabled after ${threshold} failed commands`;
}

function LinkList({
  title,
  links,
  topology,
  end,
}: {
  title: string;
  links: readonly Link[];
  topology: Topology;
  end: 'from' | 'to';
}) {
  return (
    <section className={classes.section}>
      <h3>
        {title} <span className="nw-number">{links.length}</span>
      </h3>
      <ul className={classes.list}>
        {links.map((link) => (
          <li key={link.id}>
            <button
              type="button"
              className={classes.entry}
              onClick={() => inspect({ kind: 'link', id: link.id })}
              {...menuProps({ kind: 'link', id: link.id })}
            >
              <MiddleEllipsis text={topology.nodes[link[end]]?.label ?? link[end]} />
              <span className={classes.quiet}>{oddRoleWord(link) ?? roleWord(link.role)}</span>
              <StateBadge state={link.state} quiet />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ServerFacts({ node }: { node: TopologyNode }) {
  const { server, observation } = node;
  const contact = observation?.contact;
  return (
    <>
      {contact?.failure ? (
        <section className={classes.section}>
          <ErrorNotice error={contact.failure} />
        </section>
      ) : null}
      <section className={classes.section}>
        <h3>Details</h3>
        <Facts>
          {server ? (
            <>
              <PlainFact label="Address">
                <span className="nw-mono">
                  {server.host}:{server.port}
                </span>
              </PlainFact>
              <PlainFact label="User">{server.user}</PlainFact>
            </>
          ) : null}
          {contact ? (
            <PlainFact label="Last asked">{contact.at === null ? 'never' : <RelativeTime at={contact.at} />}</PlainFact>
          ) : null}
          {contact?.since ? (
            <PlainFact label={contact.state === 'reachable' ? 'Reachable since' : 'Since'}>
              <RelativeTime at={contact.since} />
            </PlainFact>
          ) : null}
          <KnownFact
            label="Host name"
            fact={observation?.hostname}
            show={(name) => <HostileText text={name} limit={255} />}
          />
          <KnownFact
            label="IP addresses"
            fact={observation?.addresses}
            show={(addresses) => <span className="nw-mono">{addresses.join(', ') || 'none'}</span>}
          />
          <KnownFact label="Product" fact={observation?.product} show={(product) => productWords[product]} />
          <KnownFact
            label="Version"
            fact={observation?.version}
            show={(version) => <HostileText text={version} limit={64} />}
          />
          <KnownFact label="Nameserver" fact={observation?.nameserver} show={(software) => nameserverWords[software]} />
          <KnownFact
            label="DNS service"
            fact={observation?.namedRunning}
            show={(running) => (running === null ? 'not monitored' : running ? 'running' : 'not running')}
          />
          <KnownFact
            label="DNS clustering"
            fact={observation?.clustering}
            show={({ enabled, threshold, notify }) =>
              enabled
                ? `enabled; ${thresholdWords(threshold)}${notify === null ? '' : notify ? ', with a notification' : ', without a notification'}`
                : 'disabled'
            }
          />
          {server && server.tags.length > 0 ? <PlainFact label="Tags">{server.tags.join(', ')}</PlainFact> : null}
        </Facts>
      </section>
      {observation ? (
        <section className={classes.section}>
          <h3>Channels</h3>
          <ChannelList channels={observation.channels} />
        </section>
      ) : null}
    </>
  );
}

const strayWords: Readonly<Record<StrayKind, string>> = {
  role: 'role file without its member',
  mark: 'mark of a disabled member that is in no list',
  other: 'no member',
};

/** Nothing of them is touched: what a file is for is for an admin to judge. */
function StrayFiles({ strays }: { strays: readonly StrayFile[] }) {
  return (
    <section className={classes.section} data-testid="stray-files">
      <h3>
        Files without a member <span className="nw-number">{strays.length}</span>
      </h3>
      <ul className={classes.files}>
        {strays.map(({ kind, path }) => (
          <li key={path}>
            <span className="nw-mono">
              <HostileText text={path} limit={400} />
            </span>
            <span className={classes.quiet}>{strayWords[kind]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everything known of a server or member, each fact with channel and age. */
// oxlint-disable-next-line max-lines-per-function -- one panel: its sections stand in their order
export function NodeInspector({ node, topology }: { node: TopologyNode; topology: Topology }) {
  const { outgoing, incoming } = useMemo(() => neighboursOf(topology, node.id), [topology, node.id]);
  const subject = { node, topology };
  const changes = offersOf(serverChangeActions, subject);
  const members = node.observation?.members;
  const failures = Object.entries(node.observation?.failures ?? {});
  return (
    <div className={classes.scroll}>
      <div className={classes.head}>
        <div className={classes.title}>
          <h2 data-testid="inspector-title">
            <MiddleEllipsis text={node.label} />
          </h2>
        </div>
        <div className={classes.subtitle}>
          <StateBadge state={node.state} />
          <span>
            {node.kind === 'server'
              ? productWords[node.product].replace('unknown', 'Product unknown')
              : kindWords[node.kind]}
          </span>
          {node.kind === 'server' && node.cluster === null && node.observation?.members ? (
            <span data-testid="in-no-cluster">
              {node.observation.clustering?.value.enabled === false ? 'Out of the cluster' : 'In no cluster'}
            </span>
          ) : null}
        </div>
        <OfferButtons offers={offersOf(ownServerActions, subject)} />
      </div>
      {node.reasons.length > 0 ? (
        <section className={classes.section}>
          <h3>Why</h3>
          <Reasons reasons={node.reasons} />
        </section>
      ) : null}
      {changes.length > 0 ? (
        <section className={classes.section}>
          <h3>Change</h3>
          <OfferButtons offers={changes} />
        </section>
      ) : null}
      {node.kind === 'server' ? (
        <>
          <ServerFacts node={node} />
          {node.server ? <ServerSettingsSection node={node} /> : null}
        </>
      ) : (
        <section className={classes.section}>
          <p className={classes.quiet}>
            {node.kind === 'foreign'
              ? 'A back end outside of WHM. Nameward sees only what the server that has it says.'
              : 'A member of the list below, but no server here: Nameward has no API token for it and asks it nothing.'}
          </p>
          {node.addresses.length > 0 ? <p className="nw-mono">{node.addresses.join(', ')}</p> : null}
        </section>
      )}
      {node.kind === 'server' && !members ? (
        <section className={classes.section}>
          <h3>Members</h3>
          <p className={classes.quiet}>unknown: its list could not be read</p>
        </section>
      ) : null}
      {members?.value.partial ? (
        <section className={classes.section}>
          <p className={classes.quiet}>
            {members.value.cut
              ? `The list is too long: more than ${memberLimit.toLocaleString('en')} members, none of which is shown.`
              : 'The list is partial: the peer protocol tells only the members that receive writes.'}
          </p>
        </section>
      ) : null}
      {members && members.value.strays.length > 0 ? <StrayFiles strays={members.value.strays} /> : null}
      {(members && !members.value.cut) || outgoing.length > 0 ? (
        <LinkList title="Members" links={outgoing} topology={topology} end="to" />
      ) : null}
      <LinkList title="Member of" links={incoming} topology={topology} end="from" />
      {failures.length > 0 ? (
        <section className={classes.section}>
          <h3>Not read in the last round</h3>
          <Facts>
            {failures.map(([what, failure]) => (
              <PlainFact key={what} label={what}>
                {wordsFor(failure.code).what}: <HostileText text={failure.message} />
              </PlainFact>
            ))}
          </Facts>
        </section>
      ) : null}
    </div>
  );
}
