/** Which times on the board stand out. */

import type { BestLap, Row } from '../lib/messages.ts';

/** The best of the session (purple), or of this kart (green). */
export type Mark = 'session' | 'personal' | null;

/** Of `row`'s best lap. Everybody's best is a personal best, so only the session's stands out. */
export function markOfBest(row: Row, best: BestLap | undefined): Mark {
  return best?.row === row.id && best.lap_us === row.best_us ? 'session' : null;
}

/** Of `row`'s last lap: set in this very lap, not merely equalled. */
export function markOfLast(row: Row, best: BestLap | undefined): Mark {
  const isBest =
    row.last_us !== undefined &&
    row.last_us === row.best_us &&
    (row.best_lap === undefined || row.best_lap === row.laps);
  return isBest ? (markOfBest(row, best) ?? 'personal') : null;
}
