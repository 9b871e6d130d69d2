import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { pairVerdict, reverseOf } from '#shared/domain/trust/pair-verdict.ts';
import { offersOf } from '#renderer/state/actions/action.ts';
import { entryActions, pairActions } from '#renderer/state/actions/link.ts';
import { usePlans } from '#renderer/state/plans.ts';
import { linkWork } from '#shared/domain/plan/link-work.ts';
import { inspect } from '#renderer/state/workspace.ts';
import { Facts, Origin, PlainFact, Unknown } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { Reasons } from '#renderer/ui/Reasons.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { nameserverWords, oddRoleWord, roleWord, trustWords } from '#shared/domain/words/roles.ts';
import { LinkProgress } from './LinkProgress.tsx';
import { OfferButtons } from './OfferButtons.tsx';
import classes from './Inspector.module.css';

function DirectionHead({ from, to }: { from: string; to: string }) {
  return (
    <h3 className={classes.directionHead}>
      <MiddleEllipsis text={from} />
      <IconArrowNarrowRight size={16} aria-label="to" />
      <MiddleEllipsis text={to} />
    </h3>
  );
}

function Direction({ link, topology, current }: { link: Link; topology: Topology; current: boolean }) {
  const from = topology.nodes[link.from]?.label ?? link.from;
  const to = topology.nodes[link.to]?.label ?? link.to;
  const { member } = link;
  const offers = offersOf(entryActions, { link, topology });
  const oddRole = oddRoleWord(link);
  const work = linkWork(
    usePlans((plans) => plans.runs),
    link,
  );
  // As the entry says, else as read from the member itself.
  const nameserver = member.nameserver ?? topology.nodes[link.to]?.observation?.nameserver?.value ?? null;
  return (
    <section
      className={classes.direction}
      data-current={current}
      data-testid={`link-direction-${link.id}`}
      aria-label={`${from} to ${to}`}
    >
      <DirectionHead from={from} to={to} />
      <StateBadge state={link.state} />
      <Reasons reasons={link.reasons} />
      {work ? <LinkProgress work={work} /> : null}
      <OfferButtons offers={offers.filter(({ id }) => id !== 'edit-role')} />
      <Facts>
        <PlainFact
          label="DNS role"
          origin={offers.map((offer) =>
            offer.id === 'edit-role' ? <OfferButton key={offer.id} offer={offer} /> : null,
          )}
        >
          {link.role === null ? <Unknown /> : roleWord(link.role)}
          {oddRole === null ? null : (
            <>
              : <HostileText text={oddRole} limit={60} />
            </>
          )}
        </PlainFact>
        <PlainFact label="Reverse trust">
          {link.reverseTrust === 'unknown' ? <Unknown /> : trustWords[link.reverseTrust]}
        </PlainFact>
        <PlainFact label="Status in WHM">
          {member.statusText === null ? <Unknown /> : <HostileText text={member.statusText} />}
        </PlainFact>
        <PlainFact label="Entry">
          <MiddleEllipsis text={member.address} mono />
        </PlainFact>
        <PlainFact label="Host name">
          {member.hostname === null ? <Unknown /> : <HostileText text={member.hostname} limit={255} />}
        </PlainFact>
        {member.polledHostname === null || member.polledHostname === member.hostname ? null : (
          <PlainFact label="Answered as">
            <HostileText text={member.polledHostname} limit={255} />
          </PlainFact>
        )}
        <PlainFact label="User">
          {member.user === null ? <Unknown /> : <HostileText text={member.user} limit={64} />}
        </PlainFact>
        <PlainFact label="Type">
          {member.module === null ? <Unknown /> : <HostileText text={member.module} limit={64} />}
        </PlainFact>
        <PlainFact label="Nameserver">{nameserver === null ? <Unknown /> : nameserverWords[nameserver]}</PlainFact>
        <PlainFact label="Read by">
          <Origin source={link.source} at={link.at} />
        </PlainFact>
      </Facts>
    </section>
  );
}

/** The side that has no entry, or whose entry could not be read: said, not left out. */
function AbsentDirection({ link, topology }: { link: Link; topology: Topology }) {
  const from = topology.nodes[link.from]?.label ?? link.from;
  const to = topology.nodes[link.to]?.label ?? link.to;
  const sentences: Readonly<Record<Link['reverseTrust'], string>> = {
    no: `${to} has no entry for ${from}.`,
    yes: `${to} says that it has an entry for ${from}; its list could not be read.`,
    unknown: `Whether ${to} has an entry for ${from} is unknown.`,
    'not-required': `${to} needs no entry for ${from}, and none was seen.`,
  };
  return (
    <section
      className={classes.direction}
      data-testid={`link-direction-${link.to}>${link.from}`}
      aria-label={`${to} to ${from}`}
    >
      <DirectionHead from={to} to={from} />
      <p className={classes.quiet}>{sentences[link.reverseTrust]}</p>
    </section>
  );
}

function EndButton({ id, label }: { id: string; label: string }) {
  return (
    <button type="button" className={classes.end} onClick={() => inspect({ kind: 'node', id })}>
      <MiddleEllipsis text={label} />
    </button>
  );
}

/** A pair: both directions, why each is as it is, and the name of what is wrong. */
export function LinkInspector({ link, topology }: { link: Link; topology: Topology }) {
  const reverse = reverseOf(topology, link);
  const verdict = pairVerdict(link, reverse);
  const from = topology.nodes[link.from];
  const to = topology.nodes[link.to];
  return (
    <div className={classes.scroll}>
      <div className={classes.head}>
        <h2 className={classes.pairTitle} data-testid="inspector-title">
          <EndButton id={link.from} label={from?.label ?? link.from} />
          <IconArrowNarrowRight size={16} aria-label="to" />
          <EndButton id={link.to} label={to?.label ?? link.to} />
        </h2>
        <div className={classes.subtitle}>
          {verdict.state === 'ok' ? null : <StateBadge state={verdict.state} quiet />}
          <span className={classes.verdict} data-state={verdict.state} data-testid="pair-verdict">
            {verdict.title}
          </span>
        </div>
        <OfferButtons offers={offersOf(pairActions, { link, topology })} />
      </div>
      <div className={classes.pair}>
        <Direction link={link} topology={topology} current />
        {reverse ? (
          <Direction link={reverse} topology={topology} current={false} />
        ) : (
          <AbsentDirection link={link} topology={topology} />
        )}
      </div>
    </div>
  );
}
