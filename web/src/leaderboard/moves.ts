/** Places won and lost a moment ago, for sessions that have no start to count from. */

import type { Row } from '../lib/messages.ts';

/** How long a move is news. */
export const MOVE_MS = 8_000;

/** Places won (lost: negative), until `untilMs` of the clock that `movesAfter` is given. */
export interface Move {
  readonly places: number;
  readonly untilMs: number;
}

export type Moves = ReadonlyMap<string, Move>;

export const NO_MOVES: Moves = new Map();

/** The moves that are news when the board goes from `before` to `after` at `nowMs`; several add up. */
export function movesAfter(
  moves: Moves,
  before: readonly Row[],
  after: readonly Row[],
  nowMs: number,
): Moves {
  const placeBefore = new Map(before.map((row) => [row.id, row.position]));
  const next = new Map<string, Move>();
  for (const { id, position } of after) {
    const old = moves.get(id);
    const fresh = old !== undefined && old.untilMs > nowMs ? old : undefined;
    const was = placeBefore.get(id);
    const won = was === undefined || position === undefined ? 0 : was - position;
    if (won === 0 && fresh !== undefined) next.set(id, fresh);
    if (won !== 0) next.set(id, { places: (fresh?.places ?? 0) + won, untilMs: nowMs + MOVE_MS });
  }
  return next.size === 0 && moves.size === 0 ? moves : next;
}
