import type { LogLine } from './line.ts';

/** The language, for whoever is asked for a filter. */
export const queryHelp = `A filter is one or more terms with blanks between them; a line must meet all of them.
  word            the message has it somewhere, in any case; "two words" in quotes
  /pattern/       the message matches the regular expression; /pattern/i in any case
  level>=warn     the level is that or worse: debug < info < warn < die; also level=info
  server=web1     the line is of that server
  uniqid=ABC      the line carries a dnsuniqid that begins so
  !term           the line does not meet the term
Indented lines that continue a line (backtraces) go with it.`;

export type LineFilter = (line: LogLine) => boolean;

/** A text that is no filter; the message says why, in words to stand after a colon. */
export class QueryProblem extends Error {}

const levels = ['debug', 'info', 'warn', 'die'] as const;

/** Terms: quoted text, a regular expression with its flag, or anything without a blank; each may begin with `!`. */
const termPattern = /(!?)(?:"([^"]*)"|\/((?:[^/\\]|\\.)+)\/(i?)(?=\s|$)|(\S+))/g;

function levelFilter(operator: string, wanted: string): LineFilter {
  const least = levels.indexOf(wanted.toLowerCase() as (typeof levels)[number]);
  if (least < 0) throw new QueryProblem(`${wanted} is no level; there are ${levels.join(', ')}.`);
  return ({ level }) => {
    const rank = level === 'unknown' ? -1 : levels.indexOf(level);
    return operator === '=' ? rank === least : rank >= least;
  };
}

function wordFilter(word: string): LineFilter {
  const wanted = word.toLowerCase();
  return (line) => line.message.toLowerCase().includes(wanted);
}

function plainTerm(term: string): LineFilter {
  const [, field, operator = '', value = ''] = /^(level|server|uniqid)(>=|=)(.+)$/.exec(term) ?? [];
  if (field === 'level') return levelFilter(operator, value);
  if (field !== undefined && operator === '=') {
    return field === 'server' ? (line) => line.server === value : (line) => line.uniqid?.startsWith(value) === true;
  }
  return wordFilter(term);
}

function expressionTerm(pattern: string, flags: string): LineFilter {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, flags);
  } catch (error) {
    throw new QueryProblem(error instanceof Error ? error.message : 'not a regular expression');
  }
  return (line) => expression.test(line.message);
}

/**
 * @param text as `queryHelp` says
 * @returns whether a line passes; it keeps in mind what passed last, so lines of one server have to come in their order
 * @throws QueryProblem for a text that is no filter
 */
export function parseQuery(text: string): LineFilter {
  const terms: LineFilter[] = [];
  for (const [, not, quoted, pattern, flags = '', plain] of text.matchAll(termPattern)) {
    const term =
      quoted === undefined
        ? pattern === undefined
          ? plainTerm(plain ?? '')
          : expressionTerm(pattern, flags)
        : wordFilter(quoted);
    terms.push(not === '!' ? (line) => !term(line) : term);
  }
  if (terms.length === 0) throw new QueryProblem('it needs at least one term.');
  const passed = new Map<string, boolean>();
  return (line) => {
    const passes = line.continuation ? passed.get(line.server) === true : terms.every((term) => term(line));
    passed.set(line.server, passes);
    return passes;
  };
}
