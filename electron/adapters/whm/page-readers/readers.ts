import type { ReverseTrustSaid } from '#electron/services/change-ports.ts';
import { reverseTrustSaid } from './activation.ts';
import { readStatusPage } from './cluster-status.ts';
import { entryFieldNames, offeredModules, readEntryFormPage } from './entry-form-fields.ts';
import { all, attribute, first, isLoginPage, outcomeMessage, parsePage, rawTextOf, textOf, type Page } from './html.ts';

/** Most notices and printed parts of a page that are looked at. */
const mostParts = 50;

/** What a page says after a change, by class (`whm-protocol 3.1`); texts as the server wrote them. */
export interface ChangeAnswer {
  readonly outcome: { readonly kind: 'ok' | 'error'; readonly text: string } | null;
  /** `div.warningmsg`. */
  readonly notices: readonly string[];
  /**
   * Members that a synchronization names as dead (`whm-protocol 3.2`: the warning `dead_peers`); its list is inferred.
   * Null: it names none.
   */
  readonly unreached: { readonly hosts: readonly string[]; readonly words: string } | null;
  /** `pre`: what a page prints while it works, line breaks as they are. */
  readonly printed: readonly string[];
  /** False: there are more of them. */
  readonly printedWhole: boolean;
  /** Of the member that was named in the question. */
  readonly reverseTrust: ReverseTrustSaid;
}

/** A field of a form; with a value, one that offers it. */
export type FormField = readonly [name: string, value: string | null];

function textsOf(page: Page, selector: string): readonly string[] {
  return all(page, selector)
    .slice(0, mostParts)
    .map((element) => textOf(element));
}

function changeAnswer(page: Page, address: string | null): ChangeAnswer {
  const printed = all(page, 'pre');
  return {
    outcome: outcomeMessage(page),
    notices: textsOf(page, '.warningmsg'),
    unreached: unreachedOn(page),
    printed: printed.slice(0, mostParts).map((element) => rawTextOf(element)),
    printedWhole: printed.length <= mostParts,
    reverseTrust: address === null ? 'unknown' : reverseTrustSaid(page, address),
  };
}

function unreachedOn(page: Page): ChangeAnswer['unreached'] {
  const warning = first(page, '#dead_peers');
  if (warning === null) return null;
  const hosts = textsOf(page, '#dead_peers li');
  const text = textOf(warning);
  const listAt = text.indexOf(hosts[0] ?? '');
  return { hosts, words: listAt > 0 ? text.slice(0, listAt).trim() : text };
}

function hasFields(page: Page, fields: readonly FormField[]): boolean {
  return fields.every(([name, value]) => {
    const offered = value === null ? '' : `[value="${value}"]`;
    return first(page, `form [name="${name}"]${offered}`) !== null;
  });
}

function textAreas(page: Page, action: string): readonly { readonly name: string; readonly text: string }[] {
  return all(page, `form[action*="${action}"] textarea[name]`)
    .slice(0, mostParts)
    .map((area) => ({ name: attribute(area, 'name') ?? '', text: rawTextOf(area) }));
}

/**
 * Everything that is read of a page, from its text to plain data, with nothing of the world but the input: the input is
 * ours, never of a server. What is read of a long page is read in a thread of its own (`page-desk.ts`), which this list
 * goes into.
 */
export const pageReaders = {
  /** The DNS Cluster page. */
  status: (page: Page, _input: null) => readStatusPage(page),
  /** The form of an entry of that module. */
  'entry form': readEntryFormPage,
  /** Names of the fields of the form of an entry of any module. */
  'entry field names': (page: Page, _input: null) => entryFieldNames(page),
  /** Back ends that may be added. */
  'offered modules': (page: Page, _input: null) => offeredModules(page),
  /** Whether a form has all of these fields. */
  fields: hasFields,
  /** The text areas of the form that is sent to an address with these words. */
  'text areas': textAreas,
  /** What a page says after a change; the input is the member's address where one was set up. */
  change: changeAnswer,
} as const;

export type PageReader = keyof typeof pageReaders;
export type PageInput<Name extends PageReader> = Parameters<(typeof pageReaders)[Name]>[1];

/** What one of the readers made of a page. */
export interface PageReading<Name extends PageReader = PageReader> {
  /** WHM's login page stands there. */
  readonly login: boolean;
  readonly value: ReturnType<(typeof pageReaders)[Name]>;
}

/** @throws PageTooComplex */
export function readHtml<Name extends PageReader>(name: Name, html: string, input: PageInput<Name>): PageReading<Name> {
  const page = parsePage(html);
  const reader = pageReaders[name] as (page: Page, input: PageInput<Name>) => ReturnType<(typeof pageReaders)[Name]>;
  return { login: isLoginPage(page), value: reader(page, input) };
}
