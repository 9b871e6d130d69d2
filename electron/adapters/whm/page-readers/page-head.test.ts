import { expect, it } from 'vitest';
import { parsePage } from './html.ts';
import { isDnsOnly } from './page-head.ts';

const page = (...scripts: string[]): string =>
  `<html><head>${scripts.map((script) => `<script>${script}</script>`).join('')}</head><body><script>COMMON.isDnsOnly = true;</script></body></html>`;

it.each([
  [page('var COMMON = {};', 'COMMON.isDnsOnly = true;'), true],
  [page('COMMON = { "isDnsOnly": false, "userName": "root" };'), false],
  [page("COMMON.isDnsOnly='1'"), true],
  // What stands in the body, or is said both ways, is no word of WHM's.
  [page('COMMON.userName = "root";'), null],
  [page('COMMON.isDnsOnly = true;', 'COMMON.isDnsOnly = false;'), null],
  [page('COMMON.isDnsOnly = COMMON.other;'), null],
])('reads %s', (html, expected) => expect(isDnsOnly(parsePage(html))).toBe(expected));
