import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCitations, checkLinks, checkNamedPaths } from './citations.ts';
import { checkImports, type Violation } from './layers.ts';
import { checkBridge, checkDecisions, checkDesktopMarks, checkLayout, checkReadmes } from './layout.ts';
import { debts } from './debts.ts';
import { circlesOf, describeRooms, importGraph } from './rooms.ts';
import { checkout, codeOf, readSources, type SourceFile } from './source.ts';

const files = readSources();
/** The checker's own examples are wrong on purpose. */
const judged = files.filter((file) => !file.path.startsWith('test/architecture/'));

function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

test('there is code to check in every folder of the architecture', () => {
  const folders = [
    'shared/domain',
    'shared/contract',
    'electron/services',
    'electron/adapters',
    'electron/main',
    'renderer/features',
    'simulator',
  ];
  const empty = folders.filter(
    (folder) => !codeOf(files).some((file: SourceFile) => file.path.startsWith(`${folder}/`)),
  );
  expect(empty).toEqual([]);
});

test('every import is one that the table allows', () => {
  expect(lines(codeOf(files).flatMap(checkImports))).toEqual([]);
});

test('no file imports itself by way of others, types counted, but for the debts', () => {
  expect(circlesOf(importGraph(files))).toEqual(debts.circles);
});

test('no room of a folder imports one that stands on it, types counted, but for the debts', () => {
  const graph = importGraph(files);
  const folders = new Set(
    [...graph.keys()].flatMap((path) => path.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))),
  );
  const upward = [...folders].flatMap((folder) =>
    describeRooms(graph, folder).upward.map((arrow) => `${folder}: ${arrow}`),
  );
  expect(upward).toEqual(debts.upward);
});

test('names, places, sizes and words of files follow the house rules', () => {
  expect(lines(checkLayout(judged))).toEqual([]);
});

test('nothing decides by the words of a message', () => {
  expect(lines(checkDecisions(judged))).toEqual([]);
});

test('every top folder says what it is for', () => {
  expect(lines(checkReadmes(files))).toEqual([]);
});

test('a test that needs a desktop says so, and no other', () => {
  expect(lines(checkDesktopMarks(judged))).toEqual([]);
});

test('what is cited of the protocol stands there', () => {
  expect(lines(checkCitations(judged))).toEqual([]);
});

test('links between documents lead somewhere', () => {
  expect(lines(checkLinks(judged, (path) => existsSync(join(checkout, path))))).toEqual([]);
});

test('paths that documents name are there', () => {
  expect(lines(checkNamedPaths(judged, (path) => existsSync(join(checkout, path))))).toEqual([]);
});

test('the bridge stays small', () => {
  expect(lines(checkBridge(files))).toEqual([]);
});
