import { describeApplication } from '#renderer/state/application.ts';
import { listenForKeys } from '#renderer/state/actions/keys.ts';
import { watchMenu } from '#renderer/state/actions/native-menu.ts';
import { watchFleet } from '#renderer/state/fleet.ts';
import { watchLab } from '#renderer/state/lab.ts';
import { reportPainted } from '#renderer/state/painted.ts';
import { keepPending } from '#renderer/state/pending.ts';
import { watchPlans } from '#renderer/state/plans.ts';
import { followSettings, keepLayout } from '#renderer/state/settings.ts';
import { watchPresence, watchVault } from '#renderer/state/vault.ts';

/** Asks main for everything that the first picture needs, before React has begun. Runs until the page is closed. */
export function startPage(): void {
  watchVault();
  watchLab();
  watchFleet();
  reportPainted();
  watchPlans();
  keepPending();
  keepLayout();
  watchPresence();
  listenForKeys();
  watchMenu();
  followSettings();
  void describeApplication();
}
