/** What the officials see, folded from the messages of one connection: pure, and strict about order. */

import type {
  AnyTowerChange,
  AnyTowerMessage,
  BoardChanged,
  DecisionInfo,
  DecoderInfo,
  EntryInfo,
  GapInfo,
  MissedRead,
  PassingInfo,
  SessionInfo,
  StoreInfo,
  TowerChange,
  TowerState,
  TrackClock,
} from './tower-messages.ts';
import { RESYNC, applyMessage, type Board } from './store.ts';

/** Everything an official's page needs. An item that did not change stays the same object. */
export interface Tower {
  readonly board: Board;
  readonly track: TrackClock;
  readonly sessions: readonly SessionInfo[];
  readonly entries: readonly EntryInfo[];
  /** The last ones to arrive, the newest last. */
  readonly passings: readonly PassingInfo[];
  readonly decisions: readonly DecisionInfo[];
  readonly proposals: readonly MissedRead[];
  readonly decoders: readonly DecoderInfo[];
  readonly gaps: readonly GapInfo[];
  readonly store: StoreInfo;
}

/** The officials' state at journal number `n` of `stream`. */
export interface TowerLive {
  readonly stream: string;
  readonly n: number;
  readonly tower: Tower;
}

type Key = string | number;

/** What a change of a list says; see `publish.tower.messages`. */
interface ListChange<Item> {
  readonly items?: readonly Item[];
  readonly gone?: readonly Key[];
  readonly order?: readonly Key[];
}

/** As `applyMessage` of the public store: the next state, the same one, or `RESYNC`. */
export function applyTowerMessage(
  live: TowerLive | null,
  message: AnyTowerMessage,
): TowerLive | null | typeof RESYNC {
  switch (message.type) {
    case 'hello':
      return live;
    case 'snapshot':
      return { stream: message.stream, n: message.n, tower: whole(message.state) };
    case 'change':
      return applyChange(live, message);
    default:
      message satisfies never;
      return live;
  }
}

function applyChange(live: TowerLive | null, message: TowerChange): TowerLive | typeof RESYNC {
  if (live?.stream !== message.stream) return RESYNC;
  // What time or a full disk changes has no number of its own: it goes from `n` to the same `n`.
  if (message.from !== live.n) return message.to <= live.n ? live : RESYNC;
  let tower = live.tower;
  for (const change of message.changes) {
    const next = applyPart(tower, change);
    if (next === RESYNC) return RESYNC;
    tower = next;
  }
  return { stream: live.stream, n: message.to, tower };
}

function applyPart(tower: Tower, change: AnyTowerChange): Tower | typeof RESYNC {
  switch (change.type) {
    case 'board':
      return withPart(tower, 'board', changedBoard(tower.board, change));
    case 'track':
      return { ...tower, track: change.track };
    case 'store':
      return { ...tower, store: change.store };
    case 'sessions':
      return withPart(
        tower,
        'sessions',
        changedList(tower.sessions, change, ({ id }) => id),
      );
    case 'entries':
      return withPart(
        tower,
        'entries',
        changedList(tower.entries, change, ({ id }) => id),
      );
    case 'passings':
      return withPart(
        tower,
        'passings',
        changedList(tower.passings, change, ({ n }) => n),
      );
    case 'decisions':
      return withPart(
        tower,
        'decisions',
        changedList(tower.decisions, change, ({ n }) => n),
      );
    case 'proposals':
      return withPart(
        tower,
        'proposals',
        changedList(tower.proposals, change, ({ id }) => id),
      );
    case 'decoders':
      return withPart(
        tower,
        'decoders',
        changedList(tower.decoders, change, (each) => each.source),
      );
    case 'gaps':
      return withPart(
        tower,
        'gaps',
        changedList(tower.gaps, change, ({ id }) => id),
      );
    default:
      // A newer server may say what this page has not learnt; it is then no part of its state.
      change satisfies never;
      return tower;
  }
}

function withPart<Name extends keyof Tower>(
  tower: Tower,
  name: Name,
  part: Tower[Name] | typeof RESYNC,
): Tower | typeof RESYNC {
  return part === RESYNC ? RESYNC : { ...tower, [name]: part };
}

/** The board as the public's own store would have it. */
function changedBoard(board: Board, { changes }: BoardChanged): Board | typeof RESYNC {
  const live = { stream: '', n: 0, board };
  const next = applyMessage(live, { type: 'change', stream: '', from: 0, to: 1, changes });
  return next === RESYNC || next === null ? RESYNC : next.board;
}

/** Items that stay keep their places and new ones come last, unless `order` names all keys. */
export function changedList<Item>(
  before: readonly Item[],
  change: ListChange<Item>,
  keyOf: (item: Item) => Key,
): readonly Item[] | typeof RESYNC {
  const byKey = new Map(before.map((item) => [keyOf(item), item]));
  for (const key of change.gone ?? []) byKey.delete(key);
  for (const item of change.items ?? []) byKey.set(keyOf(item), item);
  if (change.order === undefined) return [...byKey.values()];
  const ordered = [...new Set(change.order)].flatMap((key) => byKey.get(key) ?? []);
  const complete = ordered.length === byKey.size && change.order.length === byKey.size;
  return complete ? ordered : RESYNC;
}

function whole(state: TowerState): Tower {
  const { meeting, session, rows, timing } = state.board;
  return {
    board: { meeting: meeting ?? null, session: session ?? null, rows: rows ?? [], timing },
    track: state.track,
    sessions: state.sessions ?? [],
    entries: state.entries ?? [],
    passings: state.passings ?? [],
    decisions: state.decisions ?? [],
    proposals: state.proposals ?? [],
    decoders: state.decoders ?? [],
    gaps: state.gaps ?? [],
    store: state.store,
  };
}
