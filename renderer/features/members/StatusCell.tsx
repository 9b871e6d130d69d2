import { IconRefresh } from '@tabler/icons-react';
import { useShallow } from 'zustand/react/shallow';
import { visibleText } from '#shared/domain/text/visible.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { usePlans } from '#renderer/state/plans.ts';
import { offersOf } from '#renderer/state/actions/action.ts';
import { linkActions } from '#renderer/state/actions/link.ts';
import { linkWork, type LinkWork } from '#shared/domain/plan/link-work.ts';
import { Unknown } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import classes from './MembersView.module.css';
import type { MemberRow } from './rows.ts';

const mostLetters = 300;

function useLinkWork({ link }: MemberRow): LinkWork | null {
  return usePlans(useShallow(({ runs }) => linkWork(runs, link)));
}

/** What WHM says of the member; while a plan enables or synchronizes it, how far that is. */
export function StatusCell({ row }: { row: MemberRow }) {
  const work = useLinkWork(row);
  const { statusText } = row.link.member;
  if (!work) return statusText === null ? <Unknown /> : <HostileText text={statusText} limit={255} />;
  const doing = work.kind === 'synchronize' ? 'Synchronizing' : 'Enabling the member';
  const whole = work.progress === null ? `${doing} …` : `${doing}: ${visibleText(work.progress, mostLetters)}`;
  return (
    <span className={classes.work} title={whole} data-testid="row-progress">
      <IconRefresh size={14} aria-hidden />
      <span>
        {work.progress === null ? whole : <span className="nw-visually-hidden">{doing}: </span>}
        {work.progress === null ? null : <HostileText text={work.progress} limit={mostLetters} />}
      </span>
    </span>
  );
}

/** What has room in a row; its menu has all. */
const inRow: ReadonlySet<string> = new Set([
  'edit-role',
  'edit-member',
  'remove-member',
  'enable-member',
  'show-on-map',
]);

export function RowActions({ row }: { row: MemberRow }) {
  // Whether a plan is at the member decides what is offered.
  useLinkWork(row);
  const offers = offersOf(linkActions, { link: row.link, topology: topologyNow() });
  return (
    <span className={classes.actions}>
      {offers
        .filter(({ id }) => inRow.has(id))
        .map((offer) => (
          <OfferButton
            key={offer.id}
            offer={{ ...offer, primary: false }}
            iconOnly
            tabIndex={-1}
            label={`${offer.title}: ${row.member} on ${row.server}`}
          />
        ))}
    </span>
  );
}
