// Generated from livetiming.publish.tower.messages by livetiming.publish.typescript; do not edit.

import type { AnyChange, Hello, PublicState, SessionKind } from './messages.ts';

/**
 * Who decided, in which role, why, and whose ruling it was when the operator entered it.
 *
 * `at_wall_us` is the time of day at which an official asked for it, for people to read.
 */
export interface Authority {
  readonly who: string;
  readonly role: string;
  readonly why?: string;
  readonly by_radio_from?: string;
  readonly at_wall_us?: number;
}

/** The connection to a decoder. */
export type LinkState = 'connecting' | 'live' | 'silent' | 'lost';

/**
 * What a loop in the track is for.
 *
 * - 'backup': A second loop at or near the start/finish line, for crossings that the first one missed.
 */
export type LoopRole = 'start_finish' | 'backup' | 'sector' | 'pit_in' | 'pit_out';

/** Which way a value goes. */
export type Trend = 'steady' | 'rising' | 'falling';

/**
 * In what capacity somebody acts.
 *
 * - 'administrator': Looks after the installation: accounts, and everything that others may do.
 * - 'operator': Sits in the timing tower: entries, sessions, corrections, and rulings of the director's.
 * - 'director': Directs the race: flags, rulings, restarts, results.
 * - 'scorer': Keeps the lap chart by hand.
 * - 'grid': Lines the karts up, and finds the one with the wrong transponder before the green.
 * - 'announcer': Reads everything and decides nothing.
 */
export type Role = 'administrator' | 'operator' | 'director' | 'scorer' | 'grid' | 'announcer';

/** What officials do to a session. */
export type Act =
  | 'open'
  | 'form_up'
  | 'green'
  | 'yellow'
  | 'red'
  | 'white'
  | 'chequered'
  | 'close'
  | 'publish'
  | 'confirm'
  | 'abandon'
  | 'reopen';

/** Where a session stands. */
export type State =
  | 'planned'
  | 'staged'
  | 'formation'
  | 'green'
  | 'caution'
  | 'red'
  | 'restart'
  | 'white'
  | 'chequered'
  | 'finished'
  | 'provisional'
  | 'official'
  | 'abandoned';

/**
 * Where the track clock stands: `track_us = server_us - offset_us`, to a millisecond; absent while no
 * decoder has been heard. Only while `sure` may an instant be named by it to the tenth of a second.
 */
export interface TrackClock {
  readonly offset_us?: number;
  /** Absent: false. */
  readonly sure?: boolean;
}

/**
 * A session of the meeting, in the order of planning. Key: `id`.
 *
 * `acts` are what the table of states allows now; the pages offer nothing else.
 */
export interface SessionInfo {
  readonly id: string;
  readonly name: string;
  readonly kind: SessionKind;
  readonly state: State;
  /** Absent: []. */
  readonly acts?: readonly Act[];
  /** Absent: []. */
  readonly class_ids?: readonly string[];
  /** Scheduled laps as they are now. */
  readonly laps?: number;
  readonly duration_us?: number;
  /** Entry ids, pole first. Absent: []. */
  readonly grid?: readonly string[];
  /** Absent: false. */
  readonly scores_unknown?: boolean;
  readonly opened_track_us?: number;
  readonly closed_track_us?: number;
  /** The last yellow or red, after which a restart lineup can be made. */
  readonly stopped_track_us?: number;
  /** Goes into `Order.seen_decision`. Absent: 0. */
  readonly last_decision?: number;
  /** The last published result; 0: none. Absent: 0. */
  readonly result_version?: number;
  /** The last published lineup; 0: none. Absent: 0. */
  readonly lineup_version?: number;
}

/**
 * An entry of the meeting. Key: `id`, which is also the id of its rows.
 *
 * `carries` are the transponders that are its own now, by registration and assignment.
 */
export interface EntryInfo {
  readonly id: string;
  readonly class_id: string;
  readonly number: string;
  readonly name: string;
  readonly public_name: string;
  /** As registered. Absent: []. */
  readonly transponders?: readonly number[];
  /** Absent: []. */
  readonly carries?: readonly number[];
}

/**
 * What the session on the board made of a passing.
 *
 * - 'start': The start crossing, which opens lap 1.
 * - 'lap': Completed a lap.
 * - 'uncounted': A crossing of the line that counts no lap: after the end, after the kart was removed, under a caution
 * whose laps do not count.
 * - 'duplicate': Too close to the crossing before (GEN-1).
 * - 'ignored': Struck by an official.
 * - 'outside': Before the start, or after the session had left the track.
 * - 'elsewhere': Heard by a loop that is not the start/finish line.
 */
export type PassingUse =
  'start' | 'lap' | 'uncounted' | 'duplicate' | 'ignored' | 'outside' | 'elsewhere';

/**
 * A passing, or a crossing that an official credited (`credited`; then without transponder). Key: `n`.
 *
 * `entry` is who carried the transponder then; absent: unknown.
 */
export interface PassingInfo {
  readonly n: number;
  readonly track_us: number;
  /** Where it was heard, when an official has moved it. */
  readonly heard_track_us?: number;
  readonly transponder?: number;
  readonly entry?: string;
  readonly use: PassingUse;
  /** The lap it completed. */
  readonly lap?: number;
  readonly lap_us?: number;
  /** The decoder's address. */
  readonly source?: string;
  /** The decoder's own number for it. */
  readonly number?: number;
  readonly strength?: number;
  readonly hits?: number;
  /** The decision that struck it, by which it can be restored. */
  readonly ignored?: number;
  /** Absent: false. */
  readonly credited?: boolean;
}

/**
 * A decision in force. Key: `n`, by which it can be withdrawn.
 *
 * `undo`: withdrawing it is possible; else `why_not` says why, and `held_by` names the decisions that
 * depend on it, where that is the reason. `undo_roles` may withdraw it.
 */
export interface DecisionInfo {
  readonly n: number;
  /** The tag of its fact: `flag_shown`, `ruled`, … */
  readonly kind: string;
  readonly words: string;
  readonly session?: string;
  readonly entry?: string;
  readonly track_us?: number;
  readonly by: Authority;
  readonly undo: boolean;
  readonly why_not?: string;
  /** Absent: []. */
  readonly held_by?: readonly number[];
  /** Absent: []. */
  readonly undo_roles?: readonly Role[];
}

/**
 * A lap of about twice or three times the kart's usual one: proposed crossings, at even distances.
 *
 * Key: `id`. To accept it, insert a passing at each of `times`.
 */
export interface MissedRead {
  readonly id: string;
  readonly entry: string;
  /** The number of the long lap. */
  readonly lap: number;
  readonly lap_us: number;
  readonly usual_us: number;
  /** Instants of the track clock. */
  readonly times: readonly number[];
}

/** A decoder and its line. Key: `source`, the address without options. */
export interface DecoderInfo {
  readonly source: string;
  readonly role: LoopRole;
  readonly name?: string;
  readonly state: LinkState;
  /** Why the line is in this state, for people. */
  readonly detail?: string;
  readonly protocol?: string;
  /** The decoder's own id. */
  readonly decoder?: number;
  /** Heard since the server started. Absent: 0. */
  readonly passings?: number;
  /** Records that arrived damaged since then. Absent: 0. */
  readonly damaged?: number;
  readonly last_damage?: string;
  readonly noise?: number;
  readonly noise_usual?: number;
  /** Absent: "steady". */
  readonly noise_trend?: Trend;
  readonly temperature_c?: number;
  readonly input_voltage_dv?: number;
  /** Passings whose numbers were given out and never heard. Absent: 0. */
  readonly missing?: number;
}

/** Passings that may not have been heard, between two instants of the track clock. Key: `id`. */
export interface GapInfo {
  readonly id: string;
  readonly source: string;
  readonly after_track_us?: number;
  readonly before_track_us?: number;
  /** How many; absent: nobody can know. */
  readonly size?: number;
  /** Absent: false. */
  readonly at_most?: boolean;
  /** The decoder was asked for them and did not send them. Absent: false. */
  readonly given_up?: boolean;
  readonly why: string;
}

/** Whether what happens is kept. While `saved` is false every page says NOT SAVED. */
export interface StoreInfo {
  readonly saved: boolean;
  /** Passings and commands that wait, given while nothing can be saved. Absent: 0. */
  readonly queued?: number;
}

/**
 * Everything an official's page needs at one journal number.
 *
 * `decisions` are those about the session on the board and those about no session; `passings` are the last
 * ones to arrive, the newest last.
 */
export interface TowerState {
  readonly board: PublicState;
  readonly track: TrackClock;
  /** Absent: []. */
  readonly sessions?: readonly SessionInfo[];
  /** Absent: []. */
  readonly entries?: readonly EntryInfo[];
  /** Absent: []. */
  readonly passings?: readonly PassingInfo[];
  /** Absent: []. */
  readonly decisions?: readonly DecisionInfo[];
  /** Absent: []. */
  readonly proposals?: readonly MissedRead[];
  /** Absent: []. */
  readonly decoders?: readonly DecoderInfo[];
  /** Absent: []. */
  readonly gaps?: readonly GapInfo[];
  readonly store: StoreInfo;
}

/** Changes of `TowerState.board`, as the public gets them. */
export interface BoardChanged {
  readonly type: 'board';
  readonly changes: readonly AnyChange[];
}

/** Replaces `TowerState.track`. */
export interface TrackChanged {
  readonly type: 'track';
  readonly track: TrackClock;
}

/** Replaces `TowerState.store`. */
export interface StoreChanged {
  readonly type: 'store';
  readonly store: StoreInfo;
}

/** Changes of `TowerState.sessions`. */
export interface SessionsChanged {
  readonly type: 'sessions';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly SessionInfo[];
}

/** Changes of `TowerState.entries`. */
export interface EntriesChanged {
  readonly type: 'entries';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly EntryInfo[];
}

/** Changes of `TowerState.passings`. */
export interface PassingsChanged {
  readonly type: 'passings';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly PassingInfo[];
}

/** Changes of `TowerState.decisions`. */
export interface DecisionsChanged {
  readonly type: 'decisions';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly DecisionInfo[];
}

/** Changes of `TowerState.proposals`. */
export interface ProposalsChanged {
  readonly type: 'proposals';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly MissedRead[];
}

/** Changes of `TowerState.decoders`. */
export interface DecodersChanged {
  readonly type: 'decoders';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly DecoderInfo[];
}

/** Changes of `TowerState.gaps`. */
export interface GapsChanged {
  readonly type: 'gaps';
  /** Absent: []. */
  readonly gone?: readonly (string | number)[];
  readonly order?: readonly (string | number)[];
  /** Absent: []. */
  readonly items?: readonly GapInfo[];
}

/** The whole state at journal number `n`; also the answer to `GET /api/tower`. */
export interface TowerSnapshot {
  readonly type: 'snapshot';
  readonly stream: string;
  readonly n: number;
  readonly state: TowerState;
}

/** What differs between journal number `from_n` and `to_n`. */
export interface TowerChange {
  readonly type: 'change';
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly AnyTowerChange[];
}

export type AnyListChange =
  | SessionsChanged
  | EntriesChanged
  | PassingsChanged
  | DecisionsChanged
  | ProposalsChanged
  | DecodersChanged
  | GapsChanged;

export type AnyTowerChange =
  | BoardChanged
  | TrackChanged
  | StoreChanged
  | SessionsChanged
  | EntriesChanged
  | PassingsChanged
  | DecisionsChanged
  | ProposalsChanged
  | DecodersChanged
  | GapsChanged;

export type AnyTowerMessage = Hello | TowerSnapshot | TowerChange;
