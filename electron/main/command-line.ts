import { parseArgs } from 'node:util';

/** What the start of the window was asked for. */
export interface CommandLine {
  readonly profile: string;
  /** Folder that holds `profiles/`; null: the user's application data. */
  readonly home: string | null;
  readonly lab: {
    /** Folder for the simulated servers' logs and the control socket; null: a temporary one without a socket. */
    readonly directory: string | null;
    readonly servers: number | null;
    readonly scenario: string | null;
    readonly seed: number | null;
  };
  /** PNG file to write once the fleet is live. */
  readonly report: string | null;
  /** Stay open after the report. */
  readonly keep: boolean;
  /** Print when the stages of the start were reached. */
  readonly traceStart: boolean;
  /** Tell every request to a server on standard error, and in the log. */
  readonly traceRequests: boolean;
}

export type CommandLineReading =
  { readonly ok: true; readonly value: CommandLine } | { readonly ok: false; readonly message: string };

const options = {
  profile: { type: 'string' },
  home: { type: 'string' },
  'user-data-dir': { type: 'string' },
  'lab-dir': { type: 'string' },
  'lab-servers': { type: 'string' },
  'lab-scenario': { type: 'string' },
  'lab-seed': { type: 'string' },
  report: { type: 'string' },
  keep: { type: 'boolean' },
  'trace-start': { type: 'boolean' },
  'trace-requests': { type: 'boolean' },
} as const;

/**
 * Reads the arguments after Electron's own; switches of Chromium are left to it.
 * @param args as in `process.argv`, without the executable
 * @param environment `NAMEWARD_HOME` stands for `--home`
 * @returns the request, or a sentence that says what is wrong with it
 */
export function readCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLineReading {
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const text = (name: keyof typeof options): string | null => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  for (const name of Object.keys(options) as (keyof typeof options)[]) {
    if (options[name].type === 'string' && values[name] !== undefined && text(name) === null) {
      return { ok: false, message: `--${name} needs a value.` };
    }
  }
  const profile = text('profile') ?? 'default';
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(profile)) {
    return { ok: false, message: 'A profile is called by up to 32 letters, digits, - and _.' };
  }
  const servers = wholeNumber(text('lab-servers'), 2, 1000);
  if (servers === undefined) return { ok: false, message: '--lab-servers is a number from 2 to 1000.' };
  const seed = wholeNumber(text('lab-seed'), 0, 2 ** 32 - 1);
  if (seed === undefined) return { ok: false, message: '--lab-seed is a whole number.' };
  return {
    ok: true,
    value: {
      profile,
      // Chromium's own switch for the same thing: whoever gives it wants everything there.
      home: text('home') ?? environment['NAMEWARD_HOME'] ?? text('user-data-dir'),
      lab: { directory: text('lab-dir'), servers, scenario: text('lab-scenario'), seed },
      report: text('report'),
      keep: values.keep === true,
      traceStart: values['trace-start'] === true,
      traceRequests: values['trace-requests'] === true,
    },
  };
}

/** @returns null when absent, undefined when it is not such a number */
function wholeNumber(text: string | null, least: number, most: number): number | null | undefined {
  if (text === null) return null;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
