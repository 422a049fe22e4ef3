// Generated from livetiming.publish.messages by livetiming.publish.typescript; do not edit.

/** What a session is for; decides how its result is ordered. */
export type SessionKind = 'practice' | 'qualifying' | 'race';

/** How far a session is, as the public sees it. */
export type Phase =
  | 'planned'
  | 'staged'
  | 'formation'
  | 'running'
  | 'stopped'
  | 'finished'
  | 'provisional'
  | 'official'
  | 'abandoned';

/** The flag that stands over the session, shown by an official or derived. */
export type Flag = 'none' | 'green' | 'yellow' | 'red' | 'white' | 'chequered';

/**
 * What a row on the board is.
 *
 * - 'finished': Took the chequered flag.
 * - 'waiting': Entered, not heard yet in this session.
 * - 'unknown': A transponder nobody is entered with: shown, and adopted later with its laps.
 * - 'visitor': An entry of the meeting that is not entered for this session: shown, not scored.
 */
export type RowStatus =
  'running' | 'finished' | 'waiting' | 'unknown' | 'visitor' | 'dnf' | 'dns' | 'dq';

/** Distance to another kart, at this kart's own crossing: whole laps, or else a time. */
export interface Behind {
  /** Absent: 0. */
  readonly laps?: number;
  readonly us?: number;
}

/** A class of the meeting. */
export interface ClassInfo {
  readonly id: string;
  readonly name: string;
}

/**
 * A clock that runs on the reader's screen by itself.
 *
 * It read `value_us` at `at_server_us`; while `running` it counts up, or down to zero when
 * `counts_down`.
 */
export interface Clock {
  readonly value_us: number;
  readonly at_server_us: number;
  readonly running: boolean;
  /** Absent: false. */
  readonly counts_down?: boolean;
}

/** The session's best lap and whose it is. */
export interface BestLap {
  readonly row: string;
  readonly lap_us: number;
}

/**
 * Of a race by time: the leader's expected laps to go (1 is the last), and the server instants of the
 * crossings at which white and chequered are expected.
 */
export interface Forecast {
  readonly laps_to_go: number;
  readonly white_server_us: number;
  readonly chequered_server_us: number;
}

/** The head of the board. */
export interface Session {
  readonly id: string;
  readonly name: string;
  readonly kind: SessionKind;
  readonly phase: Phase;
  readonly flag: Flag;
  /** Absent: []. */
  readonly class_ids?: readonly string[];
  /** Scheduled laps of a race. */
  readonly laps_total?: number;
  /** For the leader; 1 is the last lap, 0 is the end. */
  readonly laps_to_go?: number;
  readonly forecast?: Forecast;
  readonly clock?: Clock;
  readonly best?: BestLap;
  readonly notice?: string;
}

/**
 * What an official ruled about the kart: the ruling's name as in `livetiming.rulings`, and the places,
 * laps or microseconds it is about. A place penalty moves the row when the kart has finished.
 */
export interface RowRuling {
  readonly ruling: string;
  readonly amount?: number;
}

/**
 * One kart on the board.
 *
 * `position` is absent for karts that are shown and not scored. `gained` is the number of places
 * won (negative: lost) since the start of a race. `gap` is to the leader, `interval` to the kart
 * ahead, `class_gap` and `class_interval` the same within the class, given where several classes share
 * the session; all are absent for the leader and in sessions ordered by best lap where there is none.
 */
export interface Row {
  readonly id: string;
  readonly position?: number;
  readonly class_position?: number;
  readonly number: string;
  readonly name: string;
  readonly class_id?: string;
  readonly status: RowStatus;
  /** Absent: 0. */
  readonly laps?: number;
  readonly last_us?: number;
  readonly best_us?: number;
  /** The number of the lap in which `best_us` was set. */
  readonly best_lap?: number;
  readonly gap?: Behind;
  readonly interval?: Behind;
  readonly class_gap?: Behind;
  readonly class_interval?: Behind;
  readonly gained?: number;
  /** Absent: []. */
  readonly rulings?: readonly RowRuling[];
  /** When it last crossed the line; changes with every crossing, so a page can flash the row. */
  readonly crossed_track_us?: number;
}

/** The race day. */
export interface Meeting {
  readonly id: string;
  readonly name: string;
  /** Absent: []. */
  readonly classes?: readonly ClassInfo[];
}

/** Whether the server hears its decoder; a board that stands still must say why. */
export interface Timing {
  readonly live: boolean;
}

/** Everything the public sees at one journal number. */
export interface PublicState {
  readonly meeting?: Meeting;
  readonly session?: Session;
  /** In the order in which they are shown. Absent: []. */
  readonly rows?: readonly Row[];
  readonly timing: Timing;
}

/**
 * First message on a connection and every ten seconds after: the server is there, its clock reads
 * `server_us` and runs at `rate` (1.0 but in a rehearsal at another speed).
 *
 * While the public server has lost the timing server behind it, `core_live` is false, `server_us` is
 * carried on from the last hello heard, and the state is the last one known.
 */
export interface Hello {
  readonly type: 'hello';
  readonly server_us: number;
  /** Absent: 1.0. */
  readonly rate?: number;
  /** Absent: true. */
  readonly core_live?: boolean;
}

/** The whole public state at journal number `n`. */
export interface Snapshot {
  readonly type: 'snapshot';
  readonly stream: string;
  readonly n: number;
  readonly state: PublicState;
}

/** Replaces the meeting. */
export interface MeetingChanged {
  readonly type: 'meeting';
  readonly meeting: Meeting | null;
}

/** Replaces the head of the board; the rows stay unless a `RowsReplaced` follows. */
export interface SessionChanged {
  readonly type: 'session';
  readonly session: Session | null;
}

/** All rows anew: another session is on the board. */
export interface RowsReplaced {
  readonly type: 'rows_replaced';
  readonly rows: readonly Row[];
}

/**
 * Rows that are new or differ, whole, and the ids of rows that left.
 *
 * `order` lists all row ids as they are now shown, given when that order changed or a row is new.
 * Without it the rows that stay keep their places.
 */
export interface RowsChanged {
  readonly type: 'rows';
  /** Absent: []. */
  readonly rows?: readonly Row[];
  /** Absent: []. */
  readonly gone?: readonly string[];
  readonly order?: readonly string[];
}

/** Replaces `PublicState.timing`. */
export interface TimingChanged {
  readonly type: 'timing';
  readonly timing: Timing;
}

/** What differs between journal number `from_n` and `to_n`. */
export interface Change {
  readonly type: 'change';
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly AnyChange[];
}

export type AnyChange =
  MeetingChanged | SessionChanged | RowsReplaced | RowsChanged | TimingChanged;

export type AnyMessage = Hello | Snapshot | Change;
