/** The rules about files as such: names, sizes, places, words. */
import type { Violation } from './layers.ts';
import type { SourceFile } from './source.ts';

/** A thing lives with its subject; these names have none. */
const subjectless = /^(utils?|helpers?|common|libs?|types|models|misc)$/;

/** Files of others, named and worded as they are; threads of public projects are named by number there. */
const quoted = 'test/fixtures/cases/';

const styled: ReadonlySet<string> = new Set(['shared', 'electron', 'renderer', 'simulator', 'test', 'scripts']);
/** Words with hyphens; a component, and the style that goes with it, by the component's name. */
const fileName = /^(?:[a-z0-9]+(?:[-.][a-z0-9]+)*|[A-Z][A-Za-z0-9]*(?:\.module\.css|\.tsx)|README\.md)$/;

const maximumLines = 400;
const maximumBridgeLines = 60;

/** The first two levels are fixed. A top folder that is not named here is not one of ours. */
const secondLevel: Readonly<Record<string, readonly string[] | 'any'>> = {
  electron: ['main', 'preload', 'services', 'adapters', 'ipc', 'cli', 'profile'],
  shared: ['domain', 'contract', 'schema', 'errors', 'flow'],
  renderer: ['app', 'api', 'state', 'features', 'ui'],
  simulator: 'any',
  resources: 'any',
  test: ['contract', 'integration', 'e2e', 'bench', 'architecture', 'fixtures', 'faults'],
  docs: 'any',
  findings: 'any',
  scripts: 'any',
  '.ci': [],
  '.github': ['ISSUE_TEMPLATE', 'workflows'],
  '.vscode': [],
};

/** Folders in which a newcomer has to find the way: each part of them says what it is for, too. */
const withReadmes = ['electron', 'shared', 'renderer'];

/** A line that the formatter is kept from is a line that grew too long. Tests may keep a table as it is. */
const unformatted = /prettier-ignore/;

/** The formatter breaks code, and leaves comments as they are. Directives have to stand in one line. */
const longComment = /^\s*(?:\/\/|\/\*|\*)(?!.*(?:oxlint-disable|@ts-|https?:)).{118,}$/;
const widestLine = 120;

/** What only its author's machine or desk knows and no reader can follow. */
const privateWords: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  { pattern: /\/work\/\w+|\/Users\/\w+\//, message: 'names a path of one machine' },
  { pattern: /\bissues? #?\d+/i, message: 'names an issue by number; say what it was about' },
  { pattern: /\b(machine|product|brief|cli)\.md\b/, message: 'names a paper that is not in this repository' },
];

/** @returns what is wrong with the name, the place, the size or the words of each file */
export function checkLayout(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [...checkName(file), ...checkSize(file), ...checkWords(file), ...checkComments(file)]);
}

function checkName(file: SourceFile): Violation[] {
  const segments = file.path.split('/');
  const found: string[] = segments
    .map((segment) => segment.replace(/\..*$/, ''))
    .filter((name) => subjectless.test(name))
    .map((name) => `'${name}' is no subject: put it where it belongs`);
  const [top = '', second] = segments;
  if (styled.has(top) && !file.path.startsWith(quoted) && !fileName.test(segments.at(-1) ?? '')) {
    found.push(
      'is written in another way than other files: words-with-hyphens.ts, and ComponentName.tsx for a component',
    );
  }
  if (segments.length > 1) {
    const known = secondLevel[top];
    if (known === undefined) found.push(`${top}/ is not a folder of the architecture`);
    else if (known !== 'any' && segments.length > 2 && !known.includes(second ?? '')) {
      found.push(`${top}/${second}/ is not a folder of the architecture`);
    }
  }
  return found.map((message) => ({ path: file.path, line: 1, message }));
}

function checkSize(file: SourceFile): Violation[] {
  const lines = lineCount(file);
  return /\.(tsx?|js|css)$/.test(file.path) && lines > maximumLines
    ? [{ path: file.path, line: maximumLines, message: `${lines} lines: more than ${maximumLines} is two things` }]
    : [];
}

function checkWords(file: SourceFile): Violation[] {
  if (file.path.startsWith(quoted)) return [];
  const isProduct = /^(shared|electron|renderer|simulator)\//.test(file.path) && !/\.test\.tsx?$/.test(file.path);
  const words = isProduct
    ? [...privateWords, { pattern: unformatted, message: 'keeps the formatter from a line' }]
    : privateWords;
  return file.text
    .split('\n')
    .flatMap((text, index) =>
      words
        .filter(({ pattern }) => pattern.test(text))
        .map(({ message }) => ({ path: file.path, line: index + 1, message })),
    );
}

function checkComments(file: SourceFile): Violation[] {
  if (!/\.(tsx?|js)$/.test(file.path) || file.path.startsWith(quoted)) return [];
  return file.text.split('\n').flatMap((text, index) =>
    text.length > widestLine && longComment.test(text)
      ? [
          {
            path: file.path,
            line: index + 1,
            message: `a comment of ${text.length} columns: more than ${widestLine}`,
          },
        ]
      : [],
  );
}

/**
 * What a test asks for that a desktop brings, and the mark by which `npm test -- unit FILE` knows it
 * (scripts/chosen-tests.js).
 */
const desktopUse = /process\.env\['(DBUS_SESSION_BUS_ADDRESS|DISPLAY|ELECTRON_EXEC_PATH)'\]/;
const desktopMark = /^(?:\/\*\*| \*|\/\/).*@needs desktop\b/m;

/** @returns the tests in Node that ask for a desktop without saying so, or say so without need */
export function checkDesktopMarks(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, text }) => {
    if (!/\.test\.tsx?$/.test(path)) return [];
    const marked = desktopMark.test(text.slice(0, 2000));
    if (marked === desktopUse.test(text)) return [];
    const message = marked
      ? "says '@needs desktop' and asks for nothing of one"
      : "lacks '@needs desktop' in its first comment";
    return [{ path, line: 1, message }];
  });
}

/** A decision by the words of an error, a reason or a refusal: their codes are there for that. */
const decidesByWords =
  /(?<!\bline)\.message\??\.(?:includes|startsWith|endsWith|match|search)\(|(?<!\bline)\.message [!=]== ['"`]|\.test\((?!line\.)[\w.?]*\.message\)/;
/** At the edge the words of libraries and servers are turned into codes; lines of a log are words. */
const readsWordsOfOthers = /^electron\/adapters\/|^simulator\/|\.test\.tsx?$/;

/** @returns the places of product code that decide by the words of a message */
export function checkDecisions(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => /^(shared|electron|renderer)\/.*\.tsx?$/.test(path) && !readsWordsOfOthers.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          decidesByWords.test(line)
            ? [{ path, line: index + 1, message: 'decides by the words of a message: decide by its code' }]
            : [],
        ),
    );
}

/** @returns one violation for each folder of the first two levels that holds files and does not say what it is for */
export function checkReadmes(files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map((file) => file.path));
  const tops = new Set([...paths].filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''));
  const parts = [...paths].flatMap((path) => {
    const [top = '', part = '', ...rest] = path.split('/');
    return rest.length > 0 && withReadmes.includes(top) ? [`${top}/${part}`] : [];
  });
  return [...[...tops].filter((top) => top in secondLevel && !top.startsWith('.')), ...new Set(parts)]
    .filter((folder) => !paths.has(`${folder}/README.md`))
    .map((folder) => ({
      path: `${folder}/README.md`,
      line: 1,
      message: 'is missing: purpose, what it may import, how to add one',
    }));
}

/** @returns a violation when the bridge between page and main process grows beyond what can be read at a glance */
export function checkBridge(files: readonly SourceFile[]): Violation[] {
  const bridge = files.filter((file) => /^electron\/preload\/.*(?<!\.test)\.ts$/.test(file.path));
  const lines = bridge.reduce((sum, file) => sum + lineCount(file), 0);
  return lines < maximumBridgeLines
    ? []
    : [{ path: 'electron/preload', line: 1, message: `${lines} lines: the bridge stays under ${maximumBridgeLines}` }];
}

function lineCount(file: SourceFile): number {
  return file.text.trimEnd().split('\n').length;
}
