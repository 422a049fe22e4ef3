/**
 * Words in the reader's language. A part of the pages keeps its phrases in one file a language and
 * gets a function that says them; adding a language is adding a file and a line in `LOCALES`.
 */

import { recall, remember } from './stored.ts';

export const LOCALES = ['en', 'es'] as const;
export type Locale = (typeof LOCALES)[number];

/** A phrase with `{names}` to fill in; one that counts has a form for one and for others, by `{n}`. */
export type Phrase = string | { readonly one: string; readonly other: string };
export type Phrases<Key extends string> = Readonly<Record<Key, Phrase>>;
export type Values = Readonly<Record<string, string | number>>;

const STORED_AS = 'livetiming.language';

/** The best of `LOCALES` for what a reader or a browser prefers, most wanted first. */
export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const found = LOCALES.find((locale) => tag.toLowerCase().split('-')[0] === locale);
    if (found !== undefined) return found;
  }
  return 'en';
}

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

/** `phrase` in `locale`, filled in. */
export function say(locale: Locale, phrase: Phrase, values: Values = {}): string {
  const form =
    typeof phrase === 'string'
      ? phrase
      : new Intl.PluralRules(locale).select(Number(values.n)) === 'one'
        ? phrase.one
        : phrase.other;
  return form.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** A function that says the phrases of `catalogues` in the language of the page. */
export function translator<Key extends string>(
  catalogues: Readonly<Record<Locale, Phrases<Key>>>,
): (key: Key, values?: Values) => string {
  return (key, values) => say(language.locale, catalogues[language.locale][key], values);
}
