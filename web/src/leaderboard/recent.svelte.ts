import { untrack } from 'svelte';
import type { Row, Session } from '../lib/messages.ts';
import { MOVE_MS, NO_MOVES, movesAfter, type Moves } from './moves.ts';

/** The recent moves of the session on the board, forgotten when they are old or another one is on. */
export class RecentMoves {
  moves = $state.raw<Moves>(NO_MOVES);
  #sessionId: string | undefined;
  #rows: readonly Row[] = [];

  /** To be called with each new board; returns what stops the forgetting. */
  follow(session: Session | null, rows: readonly Row[]): () => void {
    const same = session !== null && session.id === this.#sessionId;
    this.#sessionId = session?.id;
    if (!same || this.#rows.length === 0) this.moves = NO_MOVES;
    else if (rows !== this.#rows) {
      this.moves = movesAfter(
        untrack(() => this.moves),
        this.#rows,
        rows,
        performance.now(),
      );
    }
    this.#rows = rows;
    if (untrack(() => this.moves.size) === 0) return () => undefined;
    const timer = setTimeout(() => {
      this.moves = movesAfter(this.moves, rows, rows, performance.now());
    }, MOVE_MS);
    return () => {
      clearTimeout(timer);
    };
  }
}
