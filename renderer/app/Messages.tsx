import { IconCircleCheck, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { dismissMessage, useMessages, type Message } from '#renderer/state/notify.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Messages.module.css';

/** Good news goes by itself; an error stays until it is dismissed. */
const goodNewsFor = 4_000;

function MessageCard({ message }: { message: Message }) {
  const { id, error, title } = message;
  useEffect(() => {
    if (error !== null) return;
    const timer = window.setTimeout(() => dismissMessage(id), goodNewsFor);
    return () => window.clearTimeout(timer);
  }, [id, error]);
  return (
    <div className={classes.message}>
      {error ? (
        <ErrorNotice error={error} title={title} />
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
