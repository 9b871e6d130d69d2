/** The checker itself: it must be able to fail, and for the right reason. */
import { describe, expect, test } from 'vitest';
import { checkCitations, checkLinks, checkNamedPaths } from './citations.ts';
import { checkImports } from './layers.ts';
import { circlesOf, describeRooms, importGraph } from './rooms.ts';
import { checkBridge, checkDecisions, checkDesktopMarks, checkLayout, checkReadmes } from './layout.ts';

describe('imports', () => {
  test.each([
    ['shared/domain/trust/rules.ts', "import { z } from 'zod'", "may not import the package 'zod'"],
    ['shared/domain/trust/rules.ts', "import { A } from '#shared/errors/index.ts'", 'the domain may not import'],
    ['shared/domain/trust/rules.ts', "export * from '../../contract/fleet.ts'", 'the domain may not import'],
    ['shared/contract/fleet.ts', "import { readFile } from 'node:fs'", "may not import Node's"],
    ['shared/contract/fleet.ts', "import type { A } from '#electron/services/ports.ts'", 'shared may not import'],
    [
      'electron/services/fleet/observer.ts',
      "import { whm } from '#electron/adapters/whm/client.ts'",
      'a service may not import',
    ],
    [
      'electron/services/fleet/observer.ts',
      "import { whm } from '../../adapters/whm/client.ts'",
      'a service may not import',
    ],
    ['electron/services/fleet/observer.ts', "import { connect } from 'node:tls'", 'does no I/O itself'],
    ['electron/services/fleet/observer.ts', "import { Agent } from 'undici'", "may not import the package 'undici'"],
    ['electron/services/fleet/observer.ts', "import { app } from 'electron'", "only electron/main names 'electron'"],
    ['electron/services/fleet/observer.ts', "type A = import('electron').App", "only electron/main names 'electron'"],
    ['electron/adapters/whm/client.ts', "import { store } from '../store/file.ts'", 'an adapter may not import'],
    [
      'electron/adapters/whm/client.ts',
      "import { x } from '#electron/adapters/log/file.ts'",
      'an adapter may not import',
    ],
    ['electron/adapters/whm/client.ts', "import { x } from '#electron/services/ports.ts'", 'only types'],
    ['electron/adapters/whm/client.ts', "import { x } from './http/gate.ts'", 'leaves its folder'],
    [
      'electron/adapters/whm/http/gate.ts',
      "import { x } from '#electron/adapters/whm/http/body.ts'",
      'stands beside it',
    ],
    ['electron/adapters/whm/client.ts', "const e = require('electron')", "only electron/main names 'electron'"],
    ['electron/adapters/log/file.ts', "import { Agent } from 'undici'", "may not import the package 'undici'"],
    ['electron/ipc/router.ts', "import { x } from '#electron/adapters/log/file.ts'", 'electron/ipc may not import'],
    ['electron/preload/index.ts', "import { contract } from '#shared/contract/index.ts'", 'the bridge may not import'],
    ['electron/main/index.ts', "import { App } from '#renderer/app/app.tsx'", 'electron/main may not import'],
    ['electron/cli/index.ts', "await import('electron')", "only electron/main names 'electron'"],
    ['electron/cli/index.ts', "import { menu } from '../main/menu.ts'", 'the command line may not import'],
    ['renderer/app/app.tsx', "import { join } from 'node:path'", "may not import Node's"],
    ['renderer/app/app.tsx', "import type { S } from '#electron/services/ports.ts'", 'the page may not import'],
    ['renderer/state/tail.ts', "import { bounds } from '#shared/contract/logs.ts'", 'may import only types'],
    [
      'renderer/features/map/map.tsx',
      "import { Table } from '../members/table.tsx'",
      'a feature of the page may not import',
    ],
    [
      'renderer/features/map/map.tsx',
      "import { Table } from '#renderer/features/members/table.tsx'",
      'a feature of the page may not import',
    ],
    [
      'renderer/features/map/map.tsx',
      "import { App } from '../../app/app.tsx'",
      'a feature of the page may not import',
    ],
    ['renderer/ui/button.tsx', "import { Table } from '../features/members/table.tsx'", 'renderer/ui may not import'],
    ['renderer/ui/button.tsx', "import { ipcRenderer } from 'electron'", "only electron/main names 'electron'"],
    [
      'simulator/server/answer.ts',
      "import type { Role } from '#shared/domain/topology/topology.ts'",
      'the simulator may not import',
    ],
    ['simulator/server/answer.ts', "import { x } from '#shared/contract/index.ts'", 'the simulator may not import'],
    ['simulator/server/answer.ts', "import { x } from '#electron/services/ports.ts'", 'the simulator may not import'],
    ['simulator/server/answer.test.ts', "import { x } from '#shared/domain/zones/serial.ts'", 'not even in its tests'],
    ['electron/elsewhere.ts', "import { x } from '#shared/contract/index.ts'", 'belongs to no layer'],
    ['shared/contract/fleet.ts', "import { x } from './fleet.test.ts'", 'a test is imported'],
    [
      'electron/main/index.ts',
      "import { x } from '../../shared/contract/index.ts'",
      "leaves electron/: write '#shared/contract/index.ts'",
    ],
    ['electron/main/index.ts', "import { x } from './menu'", "lacks the file's ending"],
    ['electron/main/index.ts', "import { join } from 'path'", "write 'node:path'"],
  ])('%s may not say %s', (path, text, message) => {
    const found = checkImports({ path, text: `// first line\n${text};\n` });
    expect(found).toMatchObject([{ path, line: 2 }]);
    expect(found[0]?.message).toContain(message);
  });

  test.each([
    ['shared/domain/trust/rules.ts', "import type { A } from '#shared/domain/topology/topology.ts'"],
    ['shared/contract/fleet.ts', "import { z } from 'zod'"],
    ['electron/services/fleet/observer.ts', "import { randomUUID } from 'node:crypto'"],
    ['electron/adapters/whm/client.ts', "import type { A } from '#electron/services/ports.ts'"],
    ['electron/adapters/keychain/system.ts', "import keytar from '@napi-rs/keyring/keytar.js'"],
    ['electron/main/index.ts', "import { app } from 'electron'"],
    ['electron/main/lab-process.ts', "import { startFleet } from '#simulator/index.ts'"],
    ['renderer/features/map/map.tsx', "import { useFleet } from '#renderer/state/fleet.ts'"],
    ['renderer/app/app.tsx', "import { Map } from '#renderer/features/map/map.tsx'"],
    ['simulator/server/answer.ts', "import { WebSocketServer } from 'ws'"],
    ['electron/services/fleet/observer.test.ts', "import { startFleet } from '#simulator/index.ts'"],
  ])('%s may say %s', (path, text) => {
    expect(checkImports({ path, text })).toEqual([]);
  });

  test('a file that cannot be read is not taken for a good one', () => {
    expect(() => checkImports({ path: 'shared/domain/a.ts', text: 'import {{ from' })).toThrow('shared/domain/a.ts');
  });
});

describe('layout', () => {
  test.each([
    ['electron/services/utils/text.ts', '', "'utils' is no subject"],
    ['renderer/ui/helpers.ts', '', "'helpers' is no subject"],
    ['shared/domain/types.test.ts', '', "'types' is no subject"],
    ['backend/main/index.ts', '', 'backend/ is not a folder'],
    ['electron/backend/index.ts', '', 'electron/backend/ is not a folder'],
    ['shared/domain/long.ts', 'x\n'.repeat(401), '401 lines'],
    ['docs/README.md', 'see /Users/someone/notes', 'a path of one machine'],
    ['shared/domain/a.ts', `// ${'word '.repeat(30)}`, 'a comment of'],
    ['shared/domain/a.ts', 'const a = 1; // prettier-ignore', 'keeps the formatter'],
    ['renderer/state/camelCase.ts', '', 'in another way than other files'],
    ['docs/README.md', 'done in issue 7', 'an issue by number'],
    ['docs/README.md', 'as product.md says', 'a paper that is not in this repository'],
  ])('%s is refused', (path, text, message) => {
    expect(checkLayout([{ path, text }]).map((found) => found.message)).toEqual([expect.stringContaining(message)]);
  });

  test('a good file passes', () => {
    expect(checkLayout([{ path: 'shared/domain/trust/rules.ts', text: 'export const a = 1;\n'.repeat(400) }])).toEqual(
      [],
    );
  });

  test('a top folder without a README is named', () => {
    const found = checkReadmes([
      { path: 'docs/README.md', text: '' },
      { path: 'shared/domain/a.ts', text: '' },
    ]);
    expect(found.map(({ path }) => path)).toEqual(['shared/README.md', 'shared/domain/README.md']);
  });

  test('a bridge of 60 lines is too long, all its files taken together', () => {
    const half = { text: 'x\n'.repeat(30) };
    const files = [
      { path: 'electron/preload/index.ts', ...half },
      { path: 'electron/preload/ports.ts', ...half },
    ];
    expect(checkBridge(files)).toHaveLength(1);
    expect(checkBridge(files.slice(1))).toEqual([]);
  });
});

describe('tests that need a desktop', () => {
  const asks = "const bus = process.env['DBUS_SESSION_BUS_ADDRESS'];\n";
  test.each([
    ['says nothing of it', asks, ["lacks '@needs desktop' in its first comment"]],
    ['says so', `/** The keychain. @needs desktop */\n${asks}`, []],
    ['says so in vain', '/** Pure. @needs desktop */\n', ["says '@needs desktop' and asks for nothing of one"]],
    ['is like most', '/** Pure. */\n', []],
  ])('one that %s', (_name, text, messages) => {
    expect(checkDesktopMarks([{ path: 'test/integration/a.test.ts', text }]).map(({ message }) => message)).toEqual(
      messages,
    );
  });
});

describe('decisions', () => {
  test.each([
    ["if (unsafe.message.includes('read-only')) return;", 1],
    ["if (error?.message?.startsWith('Host')) return;", 1],
    ["const is = result.error.message === 'gone';", 1],
    ['if (/locked/.test(failure.message)) return;', 1],
    ["if (refusal?.code === 'safety.read-only') return say(refusal.message);", 0],
    ['if (this.state.message === null) return;', 0],
    ['return pattern.test(line.message) || line.message.includes(word);', 0],
  ])('%s', (text, found) => {
    expect(checkDecisions([{ path: 'electron/services/plans/plans.ts', text }])).toHaveLength(found);
  });

  test('the edge reads the words of libraries and servers', () => {
    const text = "if (error.message.includes('ECONNRESET')) return unreachable();";
    expect(checkDecisions([{ path: 'electron/adapters/whm/stream/stream.ts', text }])).toEqual([]);
    expect(checkDecisions([{ path: 'renderer/state/plans.ts', text }])).toHaveLength(1);
  });
});

describe('citations of the protocol', () => {
  const protocol = {
    path: 'docs/whm-protocol.md',
    text: '## 3. Pages\n### 3.2 What they do\n## 13. Facts\n### 13.3 Implementers\n| C18 | stamps |\n',
  };
  const cited = (text: string) =>
    checkCitations([protocol, { path: 'shared/domain/a.ts', text }]).map(({ message, line }) => `${line} ${message}`);

  test.each([
    '(`whm-protocol 3.2`)',
    '(`whm-protocol 3`, `3.2`, quirks)',
    '(`whm-protocol 13 C18`)',
    '(`whm-protocol-2026 C18`, `2.3`)',
    'whm-protocol 3.2: no more',
    'a name like whm-protocol.md alone',
  ])('%s is there', (text) => {
    expect(cited(text)).toEqual([]);
  });

  test.each([
    ['(`whm-protocol 3.9`)', ['1 docs/whm-protocol.md has no 3.9']],
    ['\n(`whm-protocol 3.2`, `3.9`)', ['2 docs/whm-protocol.md has no 3.9']],
    ['(`whm-protocol 13 C99`)', ['1 docs/whm-protocol.md has no 13 C99']],
    ['(`whm-protocol-2026 C18` to `C20`)', ['1 docs/whm-protocol.md has no 13 C20']],
    ['(`whm-protocol-2026 2.4`)', ['1 docs/whm-protocol.md has no 13.4']],
    ['(`whm-protocol 32`)', ['1 docs/whm-protocol.md has no 32']],
  ])('%s is not', (text, messages) => {
    expect(cited(text)).toEqual(messages);
  });

  test('the document cites its own facts', () => {
    const text = `${protocol.text}see 13 C18 and 13 C7\n`;
    expect(checkCitations([{ ...protocol, text }]).map(({ message }) => message)).toEqual([
      'docs/whm-protocol.md has no 13 C7',
    ]);
  });
});

describe('links between documents', () => {
  const files = [
    { path: 'docs/a.md', text: '# A page\n\n## 3.2 What `it` does\n' },
    { path: 'docs/guide/b.md', text: '' },
  ];
  const linked = (text: string) =>
    checkLinks([...files.slice(0, 1), { path: 'docs/guide/b.md', text }], (path) =>
      ['docs/a.md', 'docs/guide/b.md', 'docs/guide', 'docs/map.png'].includes(path),
    ).map(({ message }) => message);

  test.each([
    '[a](../a.md)',
    '[a](../a.md#32-what-it-does)',
    '![m](../map.png)',
    '[g](../guide/)',
    '[w](https://x.example/)',
    '`[a](b)`',
  ])('%s leads somewhere', (text) => {
    expect(linked(text)).toEqual([]);
  });

  test.each([
    ['[a](a.md)', "'a.md' leads nowhere"],
    ['[a](../a.md#33)', "'../a.md#33' leads to no heading"],
    ['[a](#nothing)', "'#nothing' leads to no heading"],
  ])('%s does not', (text, message) => {
    expect(linked(text)).toEqual([message]);
  });
});

describe('rooms and arrows', () => {
  const files = [
    { path: 'shared/a/one.ts', text: "import type { T } from './two.ts';" },
    { path: 'shared/a/two.ts', text: "import type { U } from './one.ts';" },
    { path: 'shared/b/three.ts', text: "import { x } from '../a/one.ts'; import { y } from '../a/two.ts';" },
    { path: 'shared/a/four.ts', text: "import { z } from '../b/three.ts';" },
    { path: 'shared/c/five.ts', text: "import { z } from '#shared/b/three.ts';" },
    { path: 'shared/a/one.test.ts', text: "import '../c/five.ts';" },
  ];
  const graph = importGraph(files);

  test('a circle of types is one, and a circle of folders alone is none', () => {
    expect(circlesOf(graph)).toEqual([['shared/a/one.ts', 'shared/a/two.ts']]);
  });

  test('a longer circle is found whole, beside another', () => {
    const edges: [string, string][] = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'd'],
      ['d', 'e'],
      ['e', 'd'],
      ['e', 'f'],
    ];
    const found = new Map(['a', 'b', 'c', 'd', 'e', 'f'].map((node) => [node, new Set<string>()]));
    for (const [from, to] of edges) found.get(from)?.add(to);
    expect(circlesOf(found)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  test('rooms, floors and the weakest arrow of a circle of rooms', () => {
    expect(describeRooms(graph, 'shared')).toMatchObject({ rooms: 3, floors: 2, arrows: 3, upward: ['a → b'] });
  });
});

test('a path that a document names in code must be there, with its ending or without', () => {
  const text =
    'See `shared/domain/a`, `shared/domain/a.ts`, `test/e2e/b`, `docs/` and `shared/gone.ts`; a `*.ts` is no path.\n';
  const there = ['shared/domain/a.ts', 'test/e2e/b.spec.ts', 'docs'];
  const found = checkNamedPaths([{ path: 'docs/a.md', text }], (path) => there.includes(path));
  expect(found.map(({ message }) => message)).toEqual(["'shared/gone.ts' is not there"]);
});
