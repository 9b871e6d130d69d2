import { IconBan, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { refusalWords } from '#shared/domain/refusals/refusal.ts';
import { dismissMessage, useMessages, type Message } from '#renderer/state/notify.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Messages.module.css';

/** Good news and refusals go by themselves, ms; an error stays until it is dismissed. */
const goodNewsFor = 4_000;
const refusalFor = 10_000;

function MessageCard({ message }: { message: Message }) {
  const { id, because, title } = message;
  const isError = because !== null && 'retryable' in because;
  const stays = because === null ? goodNewsFor : refusalFor;
  useEffect(() => {
    if (isError) return;
    const timer = window.setTimeout(() => dismissMessage(id), stays);
    return () => window.clearTimeout(timer);
  }, [id, isError, stays]);
  return (
    <div className={classes.message}>
      {isError ? (
        <ErrorNotice error={because} title={title} />
      ) : because ? (
        <p className={classes.done} data-code={because.code}>
          <IconBan size={16} aria-hidden />
          <span>
            <strong>{title}</strong>: <HostileText text={refusalWords(because)} limit={400} />
          </span>
        </p>
      ) : (
        <p className={classes.done}>
          <IconCircleCheck size={16} aria-hidden /> {title}
        </p>
      )}
      <ToolButton
        icon={IconX}
        label="Dismiss"
        iconOnly
        className={classes.dismiss ?? ''}
        onClick={() => dismissMessage(id)}
      />
    </div>
  );
}

export function Messages() {
  const messages = useMessages((state) => state.messages);
  return (
    <div className={classes.stack} aria-live="polite">
      {messages.map((message) => (
        <MessageCard key={message.id} message={message} />
      ))}
    </div>
  );
}
