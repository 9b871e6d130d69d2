import { IconAlertTriangle, IconBan, IconPointFilled } from '@tabler/icons-react';
import type { RolePreview } from '#shared/contract/roles.ts';
import { HostileText } from '../../ui/HostileText.tsx';
import { RequestList } from '../../ui/RequestList.tsx';
import { roleWord, roleWords } from '../../ui/roleWords.ts';
import { wordsFor } from '../../ui/errorWords.ts';
import classes from './RoleEditor.module.css';

function Preview({ preview, open }: { preview: RolePreview; open: boolean }) {
  const { refusal, requests } = preview;
  return (
    <li className={classes.item}>
      <h3>
        <HostileText text={preview.serverName} limit={255} /> → <HostileText text={preview.memberName} limit={255} />
        <span className={classes.change}>
          {roleWord(preview.current)} → {roleWords[preview.role]}
        </span>
      </h3>
      {refusal ? (
        <p className={classes.refusal}>
          <IconBan size={14} aria-hidden /> {wordsFor(refusal.code).what}: <HostileText text={refusal.message} />
        </p>
      ) : null}
      <ul className={classes.sentences}>
        {preview.effects.map((effect) => (
          <li key={effect}>
            <IconPointFilled size={10} aria-hidden /> <HostileText text={effect} />
          </li>
        ))}
        {preview.risks.map((risk) => (
          <li key={risk} className={classes.risk}>
            <IconAlertTriangle size={14} aria-label="Risk:" /> <HostileText text={risk} />
          </li>
        ))}
      </ul>
      <RequestList requests={requests} open={open} />
    </li>
  );
}

/** What applying would do, link by link, in words and as requests. */
export function PreviewList({ previews }: { previews: readonly RolePreview[] }) {
  return (
    <ul className={classes.list}>
      {previews.map((preview) => (
        <Preview key={`${preview.server} ${preview.member}`} preview={preview} open={previews.length === 1} />
      ))}
    </ul>
  );
}
