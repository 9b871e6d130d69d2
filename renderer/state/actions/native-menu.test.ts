import { beforeEach, expect, it } from 'vitest';
import { useMessages } from '#renderer/state/notify.ts';
import { useVault } from '#renderer/state/vault.ts';
import { useWorkspace } from '#renderer/state/workspace.ts';
import { chosenInMenu } from './native-menu.ts';

const vault = { locked: false, passphraseSet: false, keychain: { state: 'ready', message: '' }, stored: [] } as const;
const said = (): readonly (string | undefined)[] => useMessages.getState().messages.map(({ because }) => because?.code);

beforeEach(() => {
  useVault.setState({ vault: { ...vault, stored: [] } });
  useWorkspace.setState({ view: 'map', dialog: null });
  useMessages.setState({ messages: [] });
});

it('does what was chosen', () => {
  chosenInMenu('members');
  expect(useWorkspace.getState().view).toBe('members');
  chosenInMenu('add-server');
  expect(useWorkspace.getState().dialog).toEqual({ kind: 'add-server' });
  expect(said()).toEqual([]);
});

it('leaves an open dialog alone and says so', () => {
  useWorkspace.setState({ dialog: { kind: 'add-member', server: null } });
  chosenInMenu('add-server');
  expect(useWorkspace.getState().dialog).toEqual({ kind: 'add-member', server: null });
  expect(said()).toEqual(['view.dialog-open']);
});

it('says why where it cannot be done', () => {
  chosenInMenu('preview');
  expect(said()).toEqual(['choice.empty']);
  expect(useWorkspace.getState().view).toBe('map');
});

it('does nothing behind the lock screen', () => {
  useVault.setState({ vault: { ...vault, locked: true, stored: [] } });
  chosenInMenu('members');
  useVault.setState({ vault: null });
  chosenInMenu('members');
  expect(useWorkspace.getState().view).toBe('map');
});
