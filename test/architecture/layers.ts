/** Who may import whom: the table of docs/architecture.md as data, and the function that holds a file against it. */
import { basename, dirname } from 'node:path/posix';
import { importsOf, type Import } from './imports.ts';
import type { SourceFile } from './source.ts';

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

interface Layer {
  /** What the layer is called in a message. */
  readonly name: string;
  /** Files that belong to it, by the start of their path. */
  readonly folder: string;
  /** Files it may import, by the start of their path. */
  readonly files: readonly string[];
  /** Files of which it may import types only. */
  readonly types?: readonly string[];
  /** npm packages it may import; 'any' means any but `electron`. */
  readonly packages: readonly string[] | 'any';
  readonly node: 'none' | 'no I/O' | 'all';
}

/** Node's modules that reach outside the process. */
const nodeInputOutput =
  /^(fs|net|tls|https?|http2|dgram|dns|child_process|cluster|worker_threads|readline|repl|inspector|process)(\/|$)/;

/** The I/O library each adapter is made of. An adapter that needs another one is another adapter. */
const adapterPackages: Readonly<Record<string, readonly string[]>> = {
  whm: ['undici', 'ws', 'htmlparser2', 'css-select', 'domhandler', 'domutils'],
  keychain: ['@napi-rs/keyring'],
  store: ['atomically'],
  dns: ['dns-packet'],
  ssh: ['ssh2'],
  log: ['electron-log'],
};
const pagePackages = [
  'react',
  'react-dom',
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@mantine/spotlight',
  '@tabler/icons-react',
  '@tanstack/react-table',
  '@tanstack/react-virtual',
  'd3-selection',
  'd3-zoom',
  'rbush',
  'zod',
  'zustand',
];

/** What the first picture is made of takes no schemas: their library is as large as the map. */
const withoutSchemas = [
  'renderer/api/',
  'renderer/state/',
  'renderer/ui/',
  'shared/domain/',
  'shared/errors/',
  'shared/flow/',
  'shared/contract/channels.ts',
  'shared/contract/flows.ts',
  'shared/contract/settings-defaults.ts',
  'shared/contract/window-actions.ts',
];
const pageInside = ['renderer/api/', 'renderer/state/', 'renderer/ui/', 'shared/'];

/** The first whose folder matches counts. `<X>` stands for one path segment, the same one in `files`. */
const layers: readonly Layer[] = [
  { name: 'the domain', folder: 'shared/domain/', files: ['shared/domain/'], packages: [], node: 'none' },
  { name: 'shared', folder: 'shared/', files: ['shared/'], packages: ['zod'], node: 'none' },
  {
    name: 'a service',
    folder: 'electron/services/',
    files: ['electron/services/', 'shared/'],
    packages: ['zod', 'p-queue'],
    node: 'no I/O',
  },
  {
    name: 'an adapter',
    folder: 'electron/adapters/<X>/',
    files: ['electron/adapters/<X>/', 'shared/'],
    types: ['electron/services/ports.ts', 'electron/services/change-ports.ts'],
    packages: ['p-queue', 'zod'],
    node: 'all',
  },
  {
    name: 'electron/ipc',
    folder: 'electron/ipc/',
    files: ['electron/ipc/', 'electron/services/', 'shared/'],
    packages: ['zod'],
    node: 'no I/O',
  },
  {
    name: 'the bridge',
    folder: 'electron/preload/',
    // The transport's own three names; no call is among them.
    files: ['electron/preload/', 'shared/contract/channels.ts'],
    packages: ['electron'],
    node: 'none',
  },
  {
    name: 'electron/main',
    folder: 'electron/main/',
    files: ['electron/', 'shared/', 'simulator/'],
    packages: 'any',
    node: 'all',
  },
  {
    name: 'electron/profile',
    folder: 'electron/profile/',
    files: ['electron/profile/', 'electron/services/', 'electron/adapters/', 'shared/'],
    packages: [],
    node: 'all',
  },
  {
    name: 'the command line',
    folder: 'electron/cli/',
    files: ['electron/cli/', 'electron/profile/', 'electron/services/', 'electron/adapters/', 'shared/', 'simulator/'],
    packages: 'any',
    node: 'all',
  },
  {
    name: 'a feature of the page',
    folder: 'renderer/features/<X>/',
    files: ['renderer/features/<X>/', ...pageInside],
    packages: pagePackages,
    node: 'none',
  },
  {
    name: 'the page',
    folder: 'renderer/app/',
    files: ['renderer/app/', 'renderer/features/', ...withoutSchemas],
    types: ['shared/contract/'],
    packages: pagePackages,
    node: 'none',
  },
  ...['api', 'state', 'ui'].map((part): Layer => ({
    name: `renderer/${part}`,
    folder: `renderer/${part}/`,
    files: withoutSchemas,
    types: ['shared/contract/'],
    packages: pagePackages,
    node: 'none',
  })),
  // renderer/main.tsx and the like: what index.html starts.
  { name: 'the page', folder: 'renderer/', files: ['renderer/', 'shared/'], packages: pagePackages, node: 'none' },
  {
    name: 'the simulator',
    folder: 'simulator/',
    files: ['simulator/'],
    packages: ['ws', 'htmlparser2', 'css-select', 'domhandler', 'domutils'],
    node: 'all',
  },
];

/** Only these two name `electron`: the second is the one file that runs inside the page's sandbox. */
const electronFolders = ['electron/main/', 'electron/preload/'];

/**
 * Holds one file of code against the table.
 * @returns what it imports and may not; empty for a good file
 */
export function checkImports(file: SourceFile): Violation[] {
  const isTest = /\.test\.tsx?$/.test(file.path);
  return importsOf(file).flatMap((found) => {
    const message =
      checkSpelling(file.path, found) ??
      (isTest ? checkTest(file.path, found) : checkLayer(file.path, found)) ??
      checkAlias(file.path, found);
    return message === undefined ? [] : [{ path: file.path, line: found.line, message }];
  });
}

function checkSpelling(path: string, { specifier, target }: Import): string | undefined {
  if (target.kind === 'node' && !specifier.startsWith('node:')) return `write 'node:${specifier}'`;
  if (target.kind !== 'file') return undefined;
  const top = path.split('/')[0];
  const leaves = target.path.split('/')[0] !== top;
  if (specifier.startsWith('.') && leaves) return `'${specifier}' leaves ${top}/: write '#${target.path}'`;
  if (!/\.(ts|tsx|css|json|svg|png)(\?\w+)?$/.test(specifier)) return `'${specifier}' lacks the file's ending`;
  return undefined;
}

/**
 * Folders with an alias in package.json: a file of another folder is named from the root, so that it reads the same
 * everywhere.
 */
const aliased: ReadonlySet<string> = new Set(['shared', 'electron', 'renderer', 'simulator', 'test']);

function checkAlias(path: string, { specifier, target }: Import): string | undefined {
  if (target.kind !== 'file') return undefined;
  const beside = dirname(target.path) === dirname(path);
  if (specifier.startsWith('.') && aliased.has(path.split('/')[0] ?? '') && !beside)
    return `'${specifier}' leaves its folder: write '#${target.path}'`;
  if (specifier.startsWith('#') && beside) return `'${specifier}' stands beside it: write './${basename(target.path)}'`;
  return undefined;
}

/** A test may use whatever it needs to drive its subject, but the simulator stays apart even there. */
function checkTest(path: string, { target }: Import): string | undefined {
  if (target.kind === 'package' && target.name === 'electron') return "a unit test runs without 'electron'";
  if (path.startsWith('simulator/') && target.kind === 'file' && !/^(simulator|test)\//.test(target.path)) {
    return `the simulator shares no code with the app, not even in its tests: '${target.path}'`;
  }
  return undefined;
}

function checkLayer(path: string, { specifier, typeOnly, target }: Import): string | undefined {
  const layer = layers.find((candidate) => matches(candidate.folder, path) !== undefined);
  if (layer === undefined) return `${path} belongs to no layer of the architecture`;
  const inside = matches(layer.folder, path) ?? '';
  switch (target.kind) {
    case 'file': {
      if (/\.test\.tsx?$|^test\//.test(target.path)) return `a test is imported: '${specifier}'`;
      const allowed = (prefixes: readonly string[]): boolean =>
        prefixes.some((prefix) => target.path.startsWith(prefix.replace('<X>', inside)));
      if (allowed(layer.files)) return undefined;
      if (allowed(layer.types ?? [])) {
        return typeOnly ? undefined : `${layer.name} may import only types from '${specifier}'`;
      }
      return `${layer.name} may not import '${specifier}'`;
    }
    case 'node': {
      if (layer.node === 'none') return `${layer.name} may not import Node's '${specifier}'`;
      if (layer.node === 'no I/O' && nodeInputOutput.test(target.name)) {
        return `${layer.name} does no I/O itself: '${specifier}'`;
      }
      return undefined;
    }
    case 'package': {
      if (target.name === 'electron') {
        return electronFolders.some((folder) => path.startsWith(folder))
          ? undefined
          : "only electron/main names 'electron'";
      }
      const own = layer.folder.startsWith('electron/adapters/') ? (adapterPackages[inside] ?? []) : [];
      return layer.packages === 'any' || [...layer.packages, ...own].includes(target.name)
        ? undefined
        : `${layer.name} may not import the package '${target.name}'`;
    }
  }
}

/**
 * @returns what `<X>` stands for, '' where the folder has no such segment, nothing when the path is elsewhere
 */
function matches(folder: string, path: string): string | undefined {
  const [before = '', after] = folder.split('<X>/');
  if (!path.startsWith(before)) return undefined;
  if (after === undefined) return '';
  const segments = path.slice(before.length).split('/');
  return segments.length > 1 ? segments[0] : undefined;
}
