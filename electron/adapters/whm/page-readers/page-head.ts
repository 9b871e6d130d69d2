import { all, rawTextOf, type Page } from './html.ts';

/** Most scripts of a head, and most of the text of each, UTF-16 units, that are looked at. */
const mostScripts = 20;
const longestScript = 20_000;

/**
 * `COMMON.isDnsOnly = true`, or as a field of an object; that WHM prints it is known, its writing is not
 * (`whm-protocol 13 C22`).
 */
const flag = /\bisDnsOnly["']?\s{0,8}[:=]\s{0,8}["']?(true|false|1|0)\b/g;

/**
 * What the head of a page of WHM says of the product.
 * @returns null where it says nothing, or two things
 */
export function isDnsOnly(page: Page): boolean | null {
  const said = new Set<boolean>();
  for (const script of all(page, 'head script').slice(0, mostScripts)) {
    for (const [, value] of rawTextOf(script, longestScript).matchAll(flag))
      said.add(value === 'true' || value === '1');
  }
  const [only = null, ...more] = said;
  return more.length > 0 ? null : only;
}
