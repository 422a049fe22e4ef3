/** What the public sees, folded from the messages of one connection: pure, and strict about order. */

import type {
  AnyChange,
  AnyMessage,
  Change,
  Meeting,
  PublicState,
  Row,
  RowsChanged,
  Session,
  Timing,
} from './messages.ts';

/** Everything on the board. A row that did not change stays the same object. */
export interface Board {
  readonly meeting: Meeting | null;
  readonly session: Session | null;
  /** In the order in which they are shown. */
  readonly rows: readonly Row[];
  readonly timing: Timing;
}

/** The board at journal number `n` of `stream`. */
export interface LiveState {
  readonly stream: string;
  readonly n: number;
  readonly board: Board;
}

/** The state cannot follow any more: ask for a snapshot. */
export const RESYNC = 'resync';

/**
 * The state after `message`, the same object where it changes nothing, or `RESYNC` where it does not
 * follow on `state`: something was missed, the stream is another one, or it speaks of unknown rows.
 *
 * A change that `state` already contains is no harm and no reason to ask again.
 */
export function applyMessage(
  state: LiveState | null,
  message: AnyMessage,
): LiveState | null | typeof RESYNC {
  switch (message.type) {
    case 'hello':
      return state;
    case 'snapshot':
      return { stream: message.stream, n: message.n, board: whole(message.state) };
    case 'change':
      return applyChange(state, message);
    default:
      // A newer server may say what this page has not learnt; it is then no part of its state.
      message satisfies never;
      return state;
  }
}

function applyChange(state: LiveState | null, message: Change): LiveState | typeof RESYNC {
  if (state?.stream !== message.stream) return RESYNC;
  if (message.to <= state.n) return state;
  if (message.from !== state.n) return RESYNC;
  let board = state.board;
  for (const change of message.changes) {
    const next = applyPart(board, change);
    if (next === RESYNC) return RESYNC;
    board = next;
  }
  return { stream: state.stream, n: message.to, board };
}

function applyPart(board: Board, change: AnyChange): Board | typeof RESYNC {
  switch (change.type) {
    case 'meeting':
      return { ...board, meeting: change.meeting };
    case 'session':
      return { ...board, session: change.session };
    case 'rows_replaced':
      return { ...board, rows: change.rows };
    case 'rows': {
      const rows = changedRows(board.rows, change);
      return rows === RESYNC ? RESYNC : { ...board, rows };
    }
    case 'timing':
      return { ...board, timing: change.timing };
    default:
      change satisfies never;
      return board;
  }
}

function changedRows(before: readonly Row[], change: RowsChanged): readonly Row[] | typeof RESYNC {
  const byId = new Map(before.map((row) => [row.id, row]));
  for (const id of change.gone ?? []) byId.delete(id);
  for (const row of change.rows ?? []) byId.set(row.id, row);
  if (change.order === undefined) return [...byId.values()];
  const ordered = change.order.flatMap((id) => byId.get(id) ?? []);
  const complete = ordered.length === byId.size && new Set(change.order).size === byId.size;
  return complete && change.order.length === byId.size ? ordered : RESYNC;
}

function whole(state: PublicState): Board {
  return {
    meeting: state.meeting ?? null,
    session: state.session ?? null,
    rows: state.rows ?? [],
    timing: state.timing,
  };
}
