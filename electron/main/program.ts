import type { Exchange } from '#electron/adapters/whm/index.ts';
import type { Log } from '#electron/services/ports.ts';
import { exchangeLine } from '#electron/profile/trace.ts';
import { app, dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import { createFileLog } from '#electron/adapters/log/index.ts';
import { conflations, createDispatcher, createHandlers, type Dispatcher } from '#electron/ipc/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { failure } from '#shared/errors/index.ts';
import { closeOrderly } from '#electron/main/closing/close.ts';
import { createPlanGuard } from '#electron/main/closing/leave-plan.ts';
import { createApplication } from './application.ts';
import type { CommandLine } from './command-line.ts';
import { reportBugs, surviveCrashes } from './crashes.ts';
import type { ApplicationMenu } from './menu.ts';
import type { ProfileFolder } from '#electron/profile/folder.ts';
import { createProfiles, type Profiles } from '#electron/main/profile/profiles.ts';
import { createServicesHolder } from '#electron/main/profile/services-holder.ts';
import { lockWithTheDesktop } from '#electron/main/security/desktop-lock.ts';
import { writeReport } from '#electron/main/report/report.ts';
import type { StartMarks } from './start-marks.ts';
import { rememberGraphics, type Graphics } from '#electron/main/window/graphics.ts';
import type { Glance } from '#electron/main/window/glance.ts';
import { createWindowMemory } from '#electron/main/window/window-memory.ts';
import { createWindowStore, windowFile } from '#electron/main/window/window-store.ts';

export interface ProgramOptions {
  readonly commandLine: CommandLine;
  readonly home: string;
  readonly folder: ProfileFolder;
  /** How the window was left last time. */
  readonly left: Glance;
  readonly window: BrowserWindow;
  /** What it was decided to draw the window with. */
  readonly graphics: Graphics;
  readonly menu: ApplicationMenu;
  readonly marks: StartMarks;
  /** See {@link FileLogOptions}. */
  readonly echo?: ((line: string) => void) | undefined;
}

/** Until the live map has to be there for a report, ms. */
const reportDeadline = 90_000;
/**
 * What writes the log takes longer to load than the first picture may take; it is loaded after so long all the same,
 * ms.
 */
const logPatience = 2000;

/**
 * Everything behind the window: log, profile, services, dispatcher, menu, and their end.
 * @returns what answers the page; the profile is still being opened
 */
// oxlint-disable-next-line max-lines-per-function -- the order of a start, told once from top to bottom
export function runProgram(options: ProgramOptions): Dispatcher {
  const { commandLine, home, folder, left, window, graphics, menu, marks } = options;
  const log = createFileLog({ directory: folder.logs, ...(options.echo ? { echo: options.echo } : {}) });
  setTimeout(() => void log.begin(), logPatience);
  const memory = createWindowMemory({
    left,
    file: windowFile(folder.directory),
    open: createWindowStore(folder.directory),
    log,
  });
  memory.follow(window);
  reportBugs(log);
  announce(commandLine.profile);
  log.info('Nameward has started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
    profile: commandLine.profile,
  });
  surviveCrashes(window, log);

  const holder = createServicesHolder();
  const profiles = createProfiles({
    home,
    lab: commandLine.lab,
    holder,
    log,
    tracing: commandLine.traceRequests ? { onExchange: (exchange) => traceRequest(log, exchange) } : {},
  });
  const useSettings = (settings: Settings): void => {
    nativeTheme.themeSource = settings.theme;
    memory.keep({ theme: settings.theme });
  };
  holder.follow((services) => {
    marks.mark('services');
    void services.settings.read({}).then((settings) => settings.ok && useSettings(settings.value));
    return () => {};
  });
  for (const [event, hidden] of [
    ['hide', true],
    ['minimize', true],
    ['show', false],
    ['restore', false],
  ] as const) {
    window.on(event as 'hide', () => void holder.get().then((services) => services.fleet.setWindowHidden(hidden)));
  }

  let livePainted: () => void = () => {};
  const live = new Promise<void>((resolve) => (livePainted = resolve));
  const guard = createPlanGuard(window, async () => await holder.get());
  const switchProfile = async (name: string) => {
    const { folder: open } = await profiles.current();
    // The plans of a profile end with it.
    if (open.name !== name && !(await guard.mayLeave('Open the Other')))
      return failure('cancelled', 'The plan is carried out; the profile stays open.');
    const opened = await profiles.open(name);
    if (opened.ok) {
      menu.choose(name);
      window.webContents.reload();
    }
    return opened;
  };
  const application = createApplication({
    window,
    profiles,
    memory,
    switchProfile,
    settingsChanged: useSettings,
    watchMenu: menu.watch,
    painted(picture) {
      marks.mark('mapPainted');
      if (picture.live) {
        marks.mark('mapLive');
        livePainted();
      }
      if (commandLine.traceStart) traceOnce(marks, picture.live);
      void log.begin();
      void profiles.current().then(async (session) => await session.start());
    },
  });
  const menuActions = {
    openProfile: (name: 'default' | 'lab') =>
      void application.openProfile(name).then((result) => {
        if (!result.ok && result.error.code !== 'cancelled') dialog.showErrorBox('Nameward', result.error.message);
      }),
    openDocumentation: () => void application.openExternal('https://docs.cpanel.net/whm/clusters/configure-cluster/'),
    showLogs: () => void shell.openPath(folder.logs),
  };
  menu.connect(menuActions);

  app.on('second-instance', (_event, _args, _directory, data) => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    const { profile } = data as { profile: 'default' | 'lab' };
    void profiles.current().then((session) => session.folder.name === profile || menuActions.openProfile(profile));
  });
  const rememberWindow = async (): Promise<void> => {
    // Only a start that has tried the hardware knows anything of it.
    if (graphics === 'hardware')
      memory.keep({ softwareUntil: rememberGraphics(app.getGPUFeatureStatus().gpu_compositing, Date.now()) });
    await memory.flush();
  };
  lockWithTheDesktop(async () => await holder.get());
  closeOrderly({ window, guard, profiles, rememberWindow, log });
  void openFirst(profiles, commandLine.profile);

  if (commandLine.report !== null) {
    const report = {
      file: commandLine.report,
      window,
      folder,
      painted: live,
      services: async () => await holder.get(),
      deadlineMs: reportDeadline,
    };
    void writeReport(report).then(
      (text) => {
        process.stdout.write(text);
        if (!commandLine.keep) app.quit();
      },
      (error: unknown) => {
        process.stderr.write(`nameward: ${error instanceof Error ? error.message : String(error)}\n`);
        app.exit(1);
      },
    );
  }
  return createDispatcher(createHandlers(holder, application), {
    conflations,
    log,
    locked: async () => (await holder.get()).vault.locked(),
  });
}

/** Says which Electron runs: a stand-in is for development only, and nobody should have to guess. */
function announce(profile: string): void {
  const electron = process.env['NAMEWARD_ELECTRON'] ?? `Electron ${process.versions.electron}`;
  process.stdout.write(`Nameward ${app.getVersion()} on ${electron}, profile ${profile}\n`);
}

async function openFirst(profiles: Profiles, name: string): Promise<void> {
  let problem: string;
  try {
    const opened = await profiles.open(name);
    if (opened.ok) return;
    problem = opened.error.message;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  process.stderr.write(`nameward: ${problem}\n`);
  await dialog.showMessageBox({
    type: 'error',
    title: 'Nameward',
    message: 'The profile cannot be opened.',
    detail: problem,
  });
  app.exit(1);
}

const traced = new Set<boolean>();

function traceOnce(marks: StartMarks, live: boolean): void {
  if (traced.has(live)) return;
  traced.add(live);
  process.stdout.write(`${JSON.stringify({ trace: live ? 'live' : 'start', ...marks.all() })}\n`);
}

/** On standard error for who sits at the terminal, and in the log for who looks later. */
function traceRequest(log: Log, exchange: Exchange): void {
  process.stderr.write(`nameward: ${exchangeLine(exchange)}\n`);
  log.info('A request was answered or failed', { ...exchange });
}
