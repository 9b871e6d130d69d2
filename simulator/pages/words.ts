import type { Words } from './language.ts';
import { ENGLISH } from './words-en.ts';
import { GERMAN } from './words-de.ts';

export type { Words } from './language.ts';

/** The words of a session's locale; English for a locale that has none here. */
export function wordsOf(locale: string): Words {
  return locale === 'de' || locale.startsWith('de_') || locale.startsWith('de-') ? GERMAN : ENGLISH;
}
