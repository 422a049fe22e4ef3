import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TIME_COLUMNS, phonePlace, preferColumn, preferredColumn } from './columns.ts';

beforeEach(() => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the column of a phone', () => {
  it('is what the session is ordered by', () => {
    expect(preferredColumn('race')).toBe('gap');
    expect(preferredColumn('qualifying')).toBe('best');
    expect(preferredColumn('practice')).toBe('best');
  });

  it('is remembered for each kind of session', () => {
    preferColumn('race', 'interval');
    expect(preferredColumn('race')).toBe('interval');
    expect(preferredColumn('practice')).toBe('best');
  });

  it('is the usual one where something else was remembered', () => {
    localStorage.setItem('livetiming.column.race', 'sectors');
    expect(preferredColumn('race')).toBe('gap');
  });
});

describe('phonePlace', () => {
  it.each(TIME_COLUMNS)('shows one column large and one small when %s is wanted', (shown) => {
    const places = TIME_COLUMNS.map((column) => phonePlace(column, shown));
    expect(places.sort()).toEqual(['main', 'off', 'off', 'sub']);
    expect(phonePlace(shown, shown)).toBe('main');
  });

  it('puts the last lap beside a distance and the best beside the last', () => {
    expect(phonePlace('last', 'gap')).toBe('sub');
    expect(phonePlace('last', 'interval')).toBe('sub');
    expect(phonePlace('last', 'best')).toBe('sub');
    expect(phonePlace('best', 'last')).toBe('sub');
  });
});
