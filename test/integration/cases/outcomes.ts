/**
 * What the command line printed, held against what a case expects. Each function gives a sentence for everything that
 * does not hold.
 */
import {
  valueFailures,
  wordFailures,
  type LinkExpectation,
  type RunExpectation,
  type ServerExpectation,
  type StepExpectation,
} from './expectations.ts';

type Json = Readonly<Record<string, unknown>>;

interface Member extends Json {
  readonly host: string | null;
  readonly hostname: string | null;
}

interface StatusServer extends Json {
  readonly id: string;
  readonly members: readonly Member[] | null;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The name of an entry, where its address is not known its host name. */
function nameOf({ host, hostname }: Member): string {
  return host ?? hostname ?? '';
}

function namesOf(members: readonly Member[] | null): readonly string[] | null {
  return members === null ? null : members.map(nameOf).toSorted();
}

const LOOKED_AT = new Set(['members', 'membersOneOf', 'member', 'error']);

function serverFailures(id: string, server: StatusServer, expected: ServerExpectation): readonly string[] {
  const sorted = (names: readonly string[] | null): readonly string[] | null => names?.toSorted() ?? null;
  const lists = expected.membersOneOf ?? (expected.members === undefined ? undefined : [expected.members]);
  const { error } = expected;
  return [
    ...valueFailures(`${id}.members`, namesOf(server.members), lists?.map(sorted)),
    ...Object.entries(expected.member ?? {}).flatMap(([name, fields]) => {
      const member = server.members?.find((one) => nameOf(one) === name);
      if (member === undefined) return [`${id} has no member ${name}`];
      return Object.entries(fields).flatMap(([field, right]) =>
        valueFailures(`${id}.${name}.${field}`, member[field], right),
      );
    }),
    ...(error === undefined
      ? []
      : [
          ...wordFailures(`${id}.error`, server.error?.message ?? '', error),
          ...valueFailures(`${id}.error.code`, server.error?.code, error.code),
        ]),
    ...Object.entries(expected)
      .filter(([field]) => !LOOKED_AT.has(field))
      .flatMap(([field, right]) => valueFailures(`${id}.${field}`, server[field], right as readonly unknown[])),
  ];
}

export function statusFailures(
  printed: string,
  servers: Readonly<Record<string, ServerExpectation>>,
): readonly string[] {
  const report = JSON.parse(printed) as { readonly servers: readonly StatusServer[] };
  return Object.entries(servers).flatMap(([id, expected]) => {
    const server = report.servers.find((one) => one.id === id);
    return server === undefined ? [`status shows no ${id}`] : serverFailures(id, server, expected);
  });
}

interface TrustLink extends Json {
  readonly from: string;
  readonly to: string;
  readonly reasons: readonly { readonly message: string }[];
}

export function trustFailures(printed: string, expectations: readonly LinkExpectation[]): readonly string[] {
  const { links } = JSON.parse(printed) as { readonly links: readonly TrustLink[] };
  return expectations.flatMap((expected) => {
    const { from, to, count } = expected;
    const meant = links.filter((link) => link.from === from && new RegExp(to, 'i').test(link.to));
    const shown = links.map((link) => `${link.from} > ${link.to}`).join(', ');
    const wrongCount = count === undefined ? meant.length === 0 : meant.length !== count;
    return [
      ...(wrongCount ? [`${meant.length} links ${from} > /${to}/, not ${count ?? 'any'}: ${shown}`] : []),
      ...meant.flatMap((link) => {
        const where = `${from} > ${link.to}`;
        const words = [link.to, ...link.reasons.map(({ message }) => message)].join('\n');
        return [
          ...wordFailures(where, words, expected),
          ...(['role', 'reverseTrust', 'state'] as const).flatMap((field) =>
            valueFailures(`${where}.${field}`, link[field], expected[field]),
          ),
        ];
      }),
    ];
  });
}

interface TailLine {
  readonly level: string;
  readonly source: string | null;
  readonly message: string;
}

export function tailFailures(
  printed: string,
  { shows = [], hides = [], order = [] }: Extract<RunExpectation, { command: 'tail' }>,
): readonly string[] {
  const lines = printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TailLine);
  const holding = (text: string): readonly TailLine[] => lines.filter(({ message }) => message.includes(text));
  const places = order.map((text) => lines.findIndex(({ message }) => message.includes(text)));
  const isOrdered = places.every((place, at) => place >= 0 && place >= (places[at - 1] ?? 0));
  return [
    ...shows.flatMap(({ text, level, source }) => {
      const found = holding(text);
      const fits = (line: TailLine): boolean =>
        valueFailures('', line.level, level).length + valueFailures('', line.source, source).length === 0;
      if (found.some(fits)) return [];
      const seen = found.map((line) => `${line.level} [${String(line.source)}]`).join(', ');
      return [`no line with “${text}”${found.length > 0 ? ` as expected: ${seen}` : ''}`];
    }),
    ...hides.filter((text) => holding(text).length > 0).map((text) => `a line shows “${text}”`),
    ...(isOrdered ? [] : [`the lines are not in the order ${order.join(', ')}: ${places.join(', ')}`]),
  ];
}

interface Step extends Json {
  readonly words?: string;
  readonly risks?: readonly string[];
  readonly refusal?: { readonly message: string } | null;
  readonly requests?: readonly unknown[];
  readonly state?: string;
  readonly error?: { readonly message: string };
}

function countFailures(steps: readonly Step[], expected: readonly StepExpectation[]): readonly string[] {
  return steps.length === expected.length ? [] : [`${steps.length} steps, not ${expected.length}`];
}

/** The document of a command that ended before it had a plan. */
function ended(printed: string): string | null {
  const { error } = JSON.parse(printed) as { readonly error?: { readonly code: string; readonly message: string } };
  return error === undefined ? null : `${error.code}: ${error.message}`;
}

export function planFailures(printed: string, expected: readonly StepExpectation[]): readonly string[] {
  const failure = ended(printed);
  if (failure !== null) return [`the plan ended with ${failure}`];
  const { plan } = JSON.parse(printed) as {
    readonly plan: { readonly steps: readonly Step[]; readonly warnings: readonly string[] };
  };
  return [
    ...countFailures(plan.steps, expected),
    ...plan.steps.flatMap((step, at) => {
      const wanted = expected[at] ?? {};
      const { refusal, risks = [], words = '', requests = [] } = step;
      const text = [refusal?.message ?? '', words, ...risks, ...plan.warnings].join('\n');
      const isRefused = refusal !== undefined && refusal !== null;
      return [
        ...(wanted.refused === undefined || wanted.refused === isRefused
          ? []
          : [`step ${at + 1} is ${isRefused ? 'refused' : 'not refused'}: ${text}`]),
        ...wordFailures(`step ${at + 1}`, text, wanted),
        ...wordFailures(`the requests of step ${at + 1}`, JSON.stringify(requests), wanted.requests ?? {}),
      ];
    }),
  ];
}

export function applyFailures(printed: string, expected: readonly StepExpectation[]): readonly string[] {
  const failure = ended(printed);
  if (failure !== null) return [`nothing was carried out: ${failure}`];
  const { steps } = JSON.parse(printed) as { readonly steps: readonly Step[] };
  return [
    ...countFailures(steps, expected),
    ...steps.flatMap((step, at) => {
      const message = step.error?.message ?? '';
      const state = step.state === 'verified' && message !== '' ? 'remark' : step.state;
      return [
        ...valueFailures(`step ${at + 1} (${message})`, state, expected[at]?.state),
        ...wordFailures(`step ${at + 1}`, message, expected[at] ?? {}),
      ];
    }),
  ];
}
