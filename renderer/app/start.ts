import { describeApplication } from '../state/application.ts';
import { listenForKeys } from '../state/actions.ts';
import { watchFleet } from '../state/fleet.ts';
import { watchLab } from '../state/lab.ts';
import { reportPainted } from '../state/painted.ts';
import { keepPending } from '../state/pending.ts';
import { watchPlans } from '../state/plans.ts';
import { followSettings, keepLayout } from '../state/settings.ts';
import { watchPresence, watchVault } from '../state/vault.ts';

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
  followSettings();
  void describeApplication();
}
