import { describe, expect, it } from 'vitest';
import type { Row } from '../lib/messages.ts';
import { MOVE_MS, NO_MOVES, movesAfter } from './moves.ts';

/** Karts in these places; those without one are shown and not scored. */
function board(places: Record<string, number | null>): Row[] {
  return Object.entries(places).map(([id, position]) => ({
    id,
    number: id,
    name: id,
    status: 'running',
    ...(position === null ? {} : { position }),
  }));
}

const GRID = board({ a: 1, b: 2, c: 3 });
const C_LEADS = board({ c: 1, a: 2, b: 3 });

describe('movesAfter', () => {
  it('tells places won and lost', () => {
    const moves = movesAfter(NO_MOVES, GRID, C_LEADS, 1_000);
    expect(moves.get('c')).toEqual({ places: 2, untilMs: 1_000 + MOVE_MS });
    expect(moves.get('a')?.places).toBe(-1);
    expect(moves.get('b')?.places).toBe(-1);
  });

  it('adds up moves that are still news', () => {
    const first = movesAfter(NO_MOVES, GRID, board({ a: 1, c: 2, b: 3 }), 0);
    const second = movesAfter(first, board({ a: 1, c: 2, b: 3 }), C_LEADS, MOVE_MS - 1);
    expect(second.get('c')).toEqual({ places: 2, untilMs: 2 * MOVE_MS - 1 });
    expect(second.get('b')?.places).toBe(-1);
  });

  it('forgets a move that was taken back', () => {
    const away = movesAfter(NO_MOVES, GRID, C_LEADS, 0);
    const back = movesAfter(away, C_LEADS, GRID, 10);
    expect(back.get('c')?.places).toBe(0);
  });

  it('forgets what is old', () => {
    const moves = movesAfter(NO_MOVES, GRID, C_LEADS, 0);
    expect(movesAfter(moves, C_LEADS, C_LEADS, MOVE_MS - 1)).toEqual(moves);
    expect(movesAfter(moves, C_LEADS, C_LEADS, MOVE_MS).size).toBe(0);
  });

  it('says nothing of karts that join, leave or are not scored', () => {
    const moves = movesAfter(
      NO_MOVES,
      board({ a: 1, b: 2, x: null }),
      board({ n: 1, x: 2, a: 3 }),
      0,
    );
    expect([...moves.keys()]).toEqual(['a']);
  });

  it('is the same where nothing moved', () => {
    expect(movesAfter(NO_MOVES, GRID, GRID, 0)).toBe(NO_MOVES);
  });
});
