import type { ChangeConnector } from '#electron/services/change-ports.ts';
import type { WhmConnector } from '#electron/services/ports.ts';

/** Both ways to a server: looking and changing. */
type Connector = WhmConnector & ChangeConnector;

/** A connector whose adapter is loaded later: its HTTP client takes longer to load than the first picture may take. */
export interface DeferredConnector extends Connector {
  /** Loads the adapter; the services may talk to servers from then on. */
  load(): Promise<void>;
}

/** @param open makes the connector, called at most once */
export function deferConnector(open: () => Promise<Connector>): DeferredConnector {
  let loading: Promise<void> | null = null;
  let connector: Connector | null = null;
  let closed = false;
  const loaded = (): Connector => {
    if (!connector) throw new Error('A server was to be asked before the connector was loaded.');
    return connector;
  };
  return {
    load() {
      loading ??= open().then(async (opened) => {
        connector = opened;
        if (closed) await opened.close();
      });
      return loading;
    },
    inspectCertificate: async (host, port, signal) => await loaded().inspectCertificate(host, port, signal),
    client: (server, token) => loaded().client(server, token),
    changes: (server, token) => loaded().changes(server, token),
    // Nothing is held that could be forgotten or closed before.
    forget: (id) => connector?.forget(id),
    wake: (id) => connector?.wake(id),
    async close() {
      closed = true;
      await connector?.close();
    },
  };
}
