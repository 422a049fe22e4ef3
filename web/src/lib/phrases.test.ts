import { describe, expect, it } from 'vitest';
import { bestLocale, say } from './phrases.ts';

describe('bestLocale', () => {
  it.each([
    [['es-MX', 'en'], 'es'],
    [['pl', 'es'], 'es'],
    [['EN-us'], 'en'],
    [['pl', 'cs'], 'en'],
    [['', 'es'], 'es'],
    [[], 'en'],
  ])('for %j is %s', (wanted, locale) => {
    expect(bestLocale(wanted)).toBe(locale);
  });
});

describe('say', () => {
  const LAPS = { one: '{n} lap of {total}', other: '{n} laps of {total}' };

  it('fills in what is named', () => {
    expect(say('en', 'Lap {lap} of {total}', { lap: 3, total: 20 })).toBe('Lap 3 of 20');
  });

  it('shows a gap that was not filled instead of hiding it', () => {
    expect(say('en', 'Lap {lap}')).toBe('Lap {lap}');
  });

  it('counts', () => {
    expect(say('en', LAPS, { n: 1, total: 5 })).toBe('1 lap of 5');
    expect(say('en', LAPS, { n: 0, total: 5 })).toBe('0 laps of 5');
    expect(say('es', LAPS, { n: 2, total: 5 })).toBe('2 laps of 5');
  });
});
