import type { RequestDescription } from '#shared/contract/requests.ts';
import { HostileText } from './HostileText.tsx';
import classes from './RequestList.module.css';

function Request({ request }: { request: RequestDescription }) {
  return (
    <pre className={classes.request}>
      {request.method} <HostileText text={request.url} limit={1000} />
      {request.headers?.map((header) => (
        <span key={header}>
          {'\n'}
          <HostileText text={header} limit={400} />
        </span>
      ))}
      {request.body === null ? null : (
        <>
          {'\n\n'}
          <HostileText text={request.body} limit={2000} />
        </>
      )}
    </pre>
  );
}

/** The exact requests of an edit, folded away; main has masked every secret in them. */
export function RequestList({ requests, open = false }: { requests: readonly RequestDescription[]; open?: boolean }) {
  if (requests.length === 0) return null;
  return (
    <details className={classes.requests} open={open}>
      <summary>{requests.length === 1 ? 'The request' : `The ${requests.length} requests`}</summary>
      {requests.map((request, index) => (
        <Request key={index} request={request} />
      ))}
    </details>
  );
}
