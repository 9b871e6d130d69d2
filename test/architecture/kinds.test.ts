import { expect, test } from 'vitest';
import { codeOf, readSources, type SourceFile } from './source.ts';

/**
 * A new kind of change needs its own files, the union with its schemas and the registry; all else asks the registry.
 * This test counts what does not.
 */

const union = 'shared/domain/plan/change.ts';
/** The files of the kinds, and the registry of them. */
const rooms = 'shared/domain/plan/kinds/';

/**
 * Lines of product code by file that decide by the name of a kind, and why. A number that falls is to be lowered here
 * as well.
 */
const allowed: readonly { readonly reason: string; readonly lines: Readonly<Record<string, number>> }[] = [
  {
    reason: 'To be mended: how a change is sent stands by channel, so that a new kind goes into several of these.',
    lines: {
      'electron/adapters/whm/changes/api-changes.ts': 3,
      'electron/adapters/whm/changes/client.ts': 11,
      'electron/adapters/whm/changes/command-changes.ts': 4,
      'electron/adapters/whm/changes/describe.ts': 17,
      'electron/adapters/whm/changes/page-changes.ts': 8,
      'electron/adapters/whm/changes/route.ts': 15,
    },
  },
  {
    reason:
      'Rules between kinds of one entry: which wish gives way, who waits for whom, what is found under another address.',
    lines: {
      'shared/domain/plan/facet.ts': 2,
      'shared/domain/plan/far-end.ts': 1,
      'shared/domain/plan/find-entry.ts': 2,
      'shared/domain/plan/gather.ts': 9,
      'shared/domain/plan/identity.ts': 2,
      'shared/domain/plan/inverse.ts': 2,
      'shared/domain/plan/merging.ts': 1,
      'shared/domain/plan/order.ts': 2,
      'electron/services/plans/make/undo.ts': 7,
      'electron/services/plans/read/entry-forms.ts': 2,
      'electron/services/plans/read/fresh-facts.ts': 6,
      'electron/services/plans/read/locate-entry.ts': 2,
    },
  },
  {
    reason: 'Tokens, which entries alone carry: made, kept, revoked and tried with the step.',
    lines: {
      'electron/services/plans/make/assemble.ts': 12,
      'electron/services/plans/run/reverse-trust.ts': 3,
      'electron/services/plans/tokens/revocations.ts': 2,
      'electron/services/plans/tokens/tokens.ts': 4,
      'electron/cli/plan-file.ts': 2,
      'renderer/features/changes/WithoutContact.tsx': 2,
      'renderer/state/pending.ts': 1,
    },
  },
  {
    reason: 'Steps that are more than one request that is read back: a synchronization, an entry with its token.',
    lines: {
      'electron/services/plans/read/reading.ts': 1,
      'electron/services/plans/run/read-back.ts': 4,
      'electron/services/plans/run/step-outcome.ts': 5,
      'electron/services/plans/run/step.ts': 8,
    },
  },
  {
    reason: 'Views of some kinds: signs on the map, roles in one go, the title of a plan of roles alone.',
    lines: {
      'electron/services/plans/make/title.ts': 1,
      'renderer/features/changes/role-changes.ts': 1,
      'shared/domain/plan/link-work.ts': 1,
      'shared/domain/plan/pending-overlay.ts': 4,
    },
  },
];

const files = codeOf(readSources()).filter(({ path }) => !/\.test\.tsx?$/.test(path));

/** The names of the union's kinds as they stand in its file. */
function kindsOf(file: SourceFile | undefined): readonly string[] {
  const text = file?.text ?? '';
  const changes = text.slice(text.indexOf('export type Change ='), text.indexOf('export type ChangeKind'));
  return [...changes.matchAll(/readonly kind: '([^']+)'/g)].map(([, kind = '']) => kind);
}

/**
 * @returns how many lines compare with the name of a kind, or are a case of it; plain words count only in files that
 *   know changes
 */
function namings({ path, text }: SourceFile, kinds: readonly string[]): number {
  const isAboutChanges = path.startsWith('electron/services/plans/') || /\/change\.ts'/.test(text);
  const meant = kinds.filter((kind) => isAboutChanges || kind.includes('.'));
  const name = `'(?:${meant.map((kind) => kind.replace('.', '\\.')).join('|')})'`;
  const decides = new RegExp(`(?:kind [!=]==|\\bcase) ${name}`);
  return text.split('\n').filter((line) => decides.test(line)).length;
}

test('the kinds of the union are found, and a decision by one is seen', () => {
  const kinds = kindsOf(files.find(({ path }) => path === union));
  expect(kinds).toHaveLength(13);
  const text =
    "import type { Change } from './change.ts';\nif (change.kind !== 'member.add') return;\n  case 'role':\n";
  expect(namings({ path: 'a.ts', text }, kinds)).toBe(2);
});

test('no code outside the files of a kind decides by its name, but for the lines listed here', () => {
  const kinds = kindsOf(files.find(({ path }) => path === union));
  const found = files
    .filter(({ path }) => !path.startsWith(rooms))
    .map((file) => [file.path, namings(file, kinds)] as const)
    .filter(([, count]) => count > 0);
  expect(Object.fromEntries(found)).toEqual(Object.assign({}, ...allowed.map(({ lines }) => lines)));
});
