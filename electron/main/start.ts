import { app, dialog, session } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatcher } from '#electron/ipc/index.ts';
import { readCommandLine, type CommandLine } from './command-line.ts';
import { catchBugs } from './crashes.ts';
import { createMenu } from './menu.ts';
import { profileFolder } from '#electron/profile/folder.ts';
import { makeUsable } from '#electron/main/profile/usable.ts';
import { guardAllContents } from '#electron/main/security/contents.ts';
import type { PageSource } from '#electron/main/security/page-files.ts';
import { guardSession, registerPageScheme } from '#electron/main/security/session.ts';
import { drivingSwitches, isForTests } from '#electron/main/security/switches.ts';
import { createStartMarks } from './start-marks.ts';
import { connectPage } from './transport.ts';
import { glanceAtWindow } from '#electron/main/window/glance.ts';
import { chooseGraphics } from '#electron/main/window/graphics.ts';
import { openWindow } from '#electron/main/window/window.ts';
import { windowFile } from '#electron/main/window/window-store.ts';

/** What is different when Nameward runs from its sources; absent in the built app. */
export interface Surroundings {
  readonly page: PageSource;
  /** Gets every line of the log as it is written. */
  readonly echo?: (line: string) => void;
}

const marks = createStartMarks(Date.now);

/**
 * The start: a window as early as possible, everything else while it loads. What is needed before Electron is ready
 * stands first, in this order: folders, scheme, the lock on the profile.
 */
export function start(surroundings: Surroundings): void {
  marks.mark('main');
  catchBugs();
  // Whoever read our output may be gone before us.
  process.stdout.on('error', () => {});

  const driven = refusedSwitch();
  const reading = readCommandLine(process.argv.slice(1), process.env);
  if (driven !== null) refuse(`--${driven} is not taken: it would let other programs drive the window.`, 2);
  else if (reading.ok) boot(reading.value, surroundings);
  else refuse(reading.message, 2);
}

/** A switch that the packaged app does not take; it has no effect from here on either. */
function refusedSwitch(): string | null {
  if (!app.isPackaged) return null;
  const found = drivingSwitches((name) => app.commandLine.hasSwitch(name));
  if (found.length === 0 || isForTests(readNow(join(app.getAppPath(), 'package.json')))) return null;
  for (const name of found) app.commandLine.removeSwitch(name);
  return found[0] ?? null;
}

/** Before there is a window: in words where it was started from, and in a box for who sees no terminal. */
function refuse(message: string, status: number, box = false): void {
  process.stderr.write(`nameward: ${message}\n`);
  if (box) dialog.showErrorBox('Nameward', message);
  app.exit(status);
}

function boot(commandLine: CommandLine, { page, echo }: Surroundings): void {
  const home = commandLine.home ?? join(app.getPath('appData'), 'Nameward');
  const folder = profileFolder(home, commandLine.profile);
  // Electron takes only folders that are there, and takes them only now. The lock on the profile needs to write as
  // well.
  const unusable = makeUsable(folder);
  if (unusable !== null) {
    refuse(unusable, 1, true);
    return;
  }
  app.setPath('userData', folder.directory);
  app.setPath('sessionData', join(folder.directory, 'browser'));
  app.setPath('crashDumps', join(folder.directory, 'browser', 'crashes'));
  app.setAppLogsPath(folder.logs);
  // The browser around the page asks for updates of its parts and the like; Nameward talks to the user's servers only.
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability']) {
    app.commandLine.appendSwitch(name);
  }
  registerPageScheme();
  // Root's own processes cannot be sandboxed, and root says so; every page is sandboxed by its own setting as well.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  guardAllContents();
  if (!app.requestSingleInstanceLock({ profile: commandLine.profile })) {
    process.stdout.write(
      `Nameward has the profile ${commandLine.profile} open already; its window comes to the front.\n`,
    );
    app.exit(0);
    return;
  }
  const left = glanceAtWindow(readNow(windowFile(folder.directory)));
  const graphics = chooseGraphics(left.data, Date.now());
  if (graphics === 'software') app.disableHardwareAcceleration();

  const menu = createMenu(commandLine.profile);
  void app.whenReady().then(async () => {
    marks.mark('ready');
    guardSession(session.defaultSession, page);
    const window = openWindow(left.data);
    marks.mark('window');
    window.webContents.once('did-finish-load', () => marks.mark('loaded'));
    window.once('ready-to-show', () => marks.mark('firstPaint'));
    let ready: (dispatcher: Dispatcher) => void = () => {};
    connectPage(window, new Promise((resolve) => (ready = resolve)));
    // While the page's process is being made there is little else to do here.
    const { runProgram } = await import('./program.ts');
    ready(runProgram({ commandLine, home, folder, left, window, graphics, menu, marks, echo }));
  });
}

/** Before Electron is ready there is no time to wait: what it is to use of the machine must be said by then. */
function readNow(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
