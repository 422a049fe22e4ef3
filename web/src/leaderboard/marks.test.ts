import { describe, expect, it } from 'vitest';
import type { Row } from '../lib/messages.ts';
import { markOfBest, markOfLast } from './marks.ts';

const ROW: Row = {
  id: 'r7',
  number: '7',
  name: 'Ada Brandt',
  status: 'running',
  laps: 5,
  last_us: 56_930_000,
  best_us: 56_930_000,
  best_lap: 5,
};
const OWN_BEST = { row: 'r7', lap_us: 56_930_000 };
const BEST_OF_ANOTHER = { row: 'r8', lap_us: 56_930_000 };

describe('the best lap', () => {
  it('stands out only if it is the best of the session', () => {
    expect(markOfBest(ROW, OWN_BEST)).toBe('session');
    expect(markOfBest(ROW, BEST_OF_ANOTHER)).toBeNull();
    expect(markOfBest(ROW, undefined)).toBeNull();
  });
});

describe('the last lap', () => {
  it('is a personal best if it was set just now', () => {
    expect(markOfLast(ROW, BEST_OF_ANOTHER)).toBe('personal');
  });

  it('is the best of the session before it is a personal one', () => {
    expect(markOfLast(ROW, OWN_BEST)).toBe('session');
  });

  it('is nothing special if it only equals an earlier best', () => {
    expect(markOfLast({ ...ROW, best_lap: 3 }, OWN_BEST)).toBeNull();
  });

  it('is nothing special if it is slower, or the first is still being run', () => {
    expect(markOfLast({ ...ROW, last_us: 57_000_000 }, OWN_BEST)).toBeNull();
    const { last_us: _last, best_us: _best, ...unheard } = ROW;
    expect(markOfLast(unheard, undefined)).toBeNull();
  });
});
