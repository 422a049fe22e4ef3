/** Phrases, their plurals, and the languages they exist in. */

export const LOCALES = ['en', 'es'] as const;
export type Locale = (typeof LOCALES)[number];

/** A phrase with `{names}` to fill in; one that counts has a form for one and for others, by `{n}`. */
export type Phrase = string | { readonly one: string; readonly other: string };
export type Phrases<Key extends string> = Readonly<Record<Key, Phrase>>;
export type Values = Readonly<Record<string, string | number>>;

/** The best of `LOCALES` for what a reader or a browser prefers, most wanted first. */
export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const found = LOCALES.find((locale) => tag.toLowerCase().split('-')[0] === locale);
    if (found !== undefined) return found;
  }
  return 'en';
}

const rules = new Map<Locale, Intl.PluralRules>();

/** Kept, for making one takes longer than drawing a row. */
function pluralRules(locale: Locale): Intl.PluralRules {
  const kept = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, kept);
  return kept;
}

/** `phrase` in `locale`, filled in. */
export function say(locale: Locale, phrase: Phrase, values: Values = {}): string {
  const form =
    typeof phrase === 'string'
      ? phrase
      : pluralRules(locale).select(Number(values.n)) === 'one'
        ? phrase.one
        : phrase.other;
  return form.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}
