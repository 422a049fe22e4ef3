/**
 * Words in the reader's language. A part of the pages keeps its phrases in one file a language and
 * gets a function that says them; adding a language is adding a file and a line in `LOCALES`.
 */

import { bestLocale, say, type Locale, type Phrases, type Values } from './phrases.ts';
import { recall, remember } from './stored.ts';

const STORED_AS = 'livetiming.language';

/** The language of the page; setting it is remembered. */
class Language {
  #locale = $state<Locale>('en');

  get locale(): Locale {
    return this.#locale;
  }

  /** Starts with what was chosen before, else with what the browser asks for. */
  detect(): void {
    this.#locale = bestLocale([recall(STORED_AS) ?? '', ...navigator.languages]);
    document.documentElement.lang = this.#locale;
  }

  choose(locale: Locale): void {
    this.#locale = locale;
    document.documentElement.lang = locale;
    remember(STORED_AS, locale);
  }
}

export const language = new Language();

/** A function that says the phrases of `catalogues` in the language of the page. */
export function translator<Key extends string>(
  catalogues: Readonly<Record<Locale, Phrases<Key>>>,
): (key: Key, values?: Values) => string {
  return (key, values) => say(language.locale, catalogues[language.locale][key], values);
}
