import { useEffect, useState } from 'react';
import { IconCircleCheck, IconCircleDotted, IconKey } from '@tabler/icons-react';
import type { ServerEntry } from '#shared/contract/servers.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { offersOf, type Offer } from '#renderer/state/actions/action.ts';
import { ownServerActions } from '#renderer/state/actions/server.ts';
import { windowOffer } from '#renderer/state/actions/window.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { menuProps } from '#renderer/state/context-menu.ts';
import { useVault } from '#renderer/state/vault.ts';
import { openDialog, useWorkspace } from '#renderer/state/workspace.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './VaultView.module.css';

interface EntriesState {
  readonly entries: readonly ServerEntry[] | null;
  readonly error: AppError | null;
}

/** Asked anew when a token came or went, and when a dialog, which may have edited a server, was closed. */
function useEntries(): EntriesState {
  const [state, setState] = useState<EntriesState>({ entries: null, error: null });
  useEffect(() => {
    let over = false;
    const read = async (): Promise<void> => {
      const result = await call('servers.list', {});
      if (over) return;
      setState((before) => (result.ok ? { entries: result.value, error: null } : { ...before, error: result.error }));
    };
    void read();
    const leaveVault = useVault.subscribe((now, before) => {
      if (now.vault?.stored !== before.vault?.stored) void read();
    });
    const leaveDialogs = useWorkspace.subscribe((now, before) => {
      if (now.dialog === null && before.dialog !== null) void read();
    });
    return () => {
      over = true;
      leaveVault();
      leaveDialogs();
    };
  }, []);
  return state;
}

function TokenState({ stored }: { stored: boolean }) {
  const Icon = stored ? IconCircleCheck : IconCircleDotted;
  return (
    <span className={classes.token} data-stored={stored}>
      <Icon size={14} aria-hidden /> {stored ? 'Stored' : 'None'}
    </span>
  );
}

/** What concerns its token; the menu of the row has the rest. */
const ofToken: ReadonlySet<string> = new Set(['edit-server', 'remove-server']);

function offersFor({ id }: ServerEntry, topology: Topology): readonly Offer[] {
  const node = topology.nodes[id];
  return node ? offersOf(ownServerActions, { node, topology }).filter((offer) => ofToken.has(offer.id)) : [];
}

function Entries({ entries }: { entries: readonly ServerEntry[] }) {
  const topology = useTopology();
  return (
    <div className={classes.scroller}>
      <table className={classes.table} aria-label="Servers and their tokens">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Address</th>
            <th scope="col">User</th>
            <th scope="col">API token</th>
            <th scope="col">Certificate (SHA-256)</th>
            <th scope="col">
              <span className="nw-visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} data-server={entry.id} {...menuProps({ kind: 'server', id: entry.id })}>
              <th scope="row">
                <MiddleEllipsis text={entry.name || entry.host} />
              </th>
              <td className="nw-mono">
                <MiddleEllipsis text={`${entry.host}:${entry.port}`} mono />
              </td>
              <td>{entry.user}</td>
              <td>
                <TokenState stored={entry.tokenStored} />
              </td>
              <td className="nw-mono">
                {entry.certificate ? <MiddleEllipsis text={entry.certificate.sha256} mono /> : 'by a known authority'}
              </td>
              <td>
                <span className={classes.actions}>
                  {offersFor(entry, topology).map((offer) => (
                    <OfferButton
                      key={offer.id}
                      offer={offer}
                      iconOnly
                      label={`${offer.title} ${entry.name || entry.host}`}
                    />
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Servers with their tokens and certificates, and the lock. No token is ever shown: the page does not have them. */
export default function VaultView() {
  const { entries, error } = useEntries();
  const filter = useWorkspace((state) => state.filter).toLowerCase();
  const vault = useVault((state) => state.vault);
  const shown = entries?.filter(({ name, host, user, tags }) =>
    [name, host, user, ...tags].some((text) => text.toLowerCase().includes(filter)),
  );
  return (
    <div className={classes.vault}>
      <div className={classes.bar}>
        <OfferButton offer={{ ...windowOffer('add-server'), primary: true }} />
        <ToolButton
          icon={IconKey}
          label={vault?.passphraseSet ? 'Change the passphrase' : 'Set a passphrase'}
          data-testid="set-passphrase"
          onClick={() => openDialog({ kind: 'passphrase' })}
        />
        <OfferButton offer={windowOffer('lock')} data-testid="lock-now" />
        <span className={classes.keychain}>
          {vault ? (
            <>
              {vault.keychain.state === 'ready' ? 'Tokens are kept in ' : null}
              <HostileText text={vault.keychain.message} />
            </>
          ) : null}
        </span>
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      {shown && shown.length > 0 ? <Entries entries={shown} /> : null}
      {shown?.length === 0 ? (
        <EmptyState title={filter === '' ? 'No servers yet' : 'No server matches'}>
          Every server stands here with its address, whether its API token is stored, and the certificate you accepted.
        </EmptyState>
      ) : null}
    </div>
  );
}
