import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useShallow } from 'zustand/react/shallow';
import { visibleText } from '#shared/domain/text/visible.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { usePlans } from '#renderer/state/plans.ts';
import { entryRefusal } from '#shared/domain/refusals/link.ts';
import { linkWork, type LinkWork } from '#shared/domain/plan/link-work.ts';
import { enableMembers } from '#renderer/state/wishes.ts';
import { Unknown } from '#renderer/ui/Facts.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
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

/** Where WHM has disabled the member, and nothing is being done about it. */
export function EnableMember({ row }: { row: MemberRow }) {
  const work = useLinkWork(row);
  if (row.link.member.disabled !== true || work) return null;
  return (
    <ToolButton
      icon={IconPlayerPlay}
      label={`Enable ${row.member} on ${row.server} and resynchronize`}
      iconOnly
      tabIndex={-1}
      data-testid="enable-member"
      refusal={entryRefusal(topologyNow(), row.link)}
      onClick={() => enableMembers([row.link.id])}
    />
  );
}
