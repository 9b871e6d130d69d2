import type { SimulatedResponse } from '#simulator/seams.ts';

/** Elements that a page of another make would not have. */
const REPLACED: Readonly<Record<string, string>> = {
  table: 'div',
  thead: 'div',
  tbody: 'div',
  tr: 'section',
  th: 'span',
  td: 'span',
  form: 'article',
  textarea: 'p',
};

/**
 * The same page as a WHM that nobody has seen might write it: no id, class or name is the known one, tables and forms
 * are other elements. What is no HTML stays as it is.
 */
export function inForeignStructure(answer: SimulatedResponse): SimulatedResponse {
  if (answer.status !== 200 || typeof answer.body !== 'string' || !answer.contentType.startsWith('text/html')) {
    return answer;
  }
  const body = answer.body
    .replaceAll(/ (id|class|name)="([^"]*)"/g, (_whole, attribute: string, value: string) =>
      attribute === 'name' ? ` data-field="u-${value}"` : ` ${attribute}="u-${value.replaceAll(/[^\w]/g, '-')}"`,
    )
    .replaceAll(/<(\/?)(\w+)/g, (_whole, slash: string, name: string) => `<${slash}${REPLACED[name] ?? name}`);
  return { ...answer, body };
}
