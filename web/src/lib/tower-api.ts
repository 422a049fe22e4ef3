// Generated from livetiming.http.tower.documents by livetiming.publish.typescript; do not edit.

import type { Row, Session, SessionKind } from './messages.ts';
import type { Authority, DecisionInfo, MissedRead, PassingInfo, Role } from './tower-messages.ts';

/** A step that is no flag: form up, abandon, or reopen (with a reason). */
export interface ActOnSession {
  readonly command: 'act_on_session';
  readonly session: string;
  readonly act: SessionAct;
}

/** Admitted to the start in spite of the percentage cut-off; behind all that were quick enough. */
export interface Admitted {
  readonly ruling: 'admitted';
}

/**
 * Run the meeting by this rulebook, given as its text (TOML); sessions planned already stay as they
 * are. Once a session has been on track it needs a reason.
 */
export interface AdoptRulebook {
  readonly command: 'adopt_rulebook';
  readonly text: string;
}

/** Give a transponder to an entry (absent: to nobody), from the start or from an instant on. */
export interface AssignTransponder {
  readonly command: 'assign_transponder';
  readonly transponder: number;
  readonly entry: string | null;
  readonly from_track_us?: number;
}

/** The lap by which practice and qualifying are ordered (GEN-10). */
export interface BestLapSet {
  readonly reason: 'best_lap_set';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly lap: number;
  readonly lap_us: number;
}

/**
 * Call the race: its result is the order at lap `lap` of the leader. With `override` and a reason also
 * where the rulebook does not allow it yet.
 */
export interface CallResult {
  readonly command: 'call_result';
  readonly session: string;
  readonly lap: number;
  /** Absent: false. */
  readonly override?: boolean;
}

/**
 * Where the rear is for a kart that caused a stop.
 *
 * - 'absolute_rear': Behind everybody, lapped karts too (A28).
 * - 'before_lapped': Behind the lead-lap karts, in front of the lapped ones (A36).
 */
export type CauserPlace = 'absolute_rear' | 'before_lapped';

/** Take the session off the track. */
export interface CloseSession {
  readonly command: 'close_session';
  readonly session: string;
  readonly at_track_us?: number;
}

/** Give the whole field laps that the loop missed, or take laps (negative). */
export interface CreditField {
  readonly command: 'credit_field';
  readonly session: string;
  readonly laps: number;
}

/** Crossings that an official inserted. */
export interface CreditedByOfficial {
  readonly reason: 'credited_by_official';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
}

/**
 * How quick a qualifier must be: within `percent` of the pole's best lap, or of the mean of the best
 * `mean_of_top`.
 */
export interface CutOff {
  readonly percent: number;
  /** Absent: 1. */
  readonly mean_of_top?: number;
  /** Absent: false. */
  readonly applies_when_wet?: boolean;
}

/** Declare a session wet, or dry again: what the rulebook has for the wet holds for all of it. */
export interface DeclareWet {
  readonly command: 'declare_wet';
  readonly session: string;
  /** Absent: true. */
  readonly wet?: boolean;
}

/** Add or change a class. Passings closer than `min_lap_us` to the last one are duplicates (GEN-1). */
export interface DefineClass {
  readonly command: 'define_class';
  readonly class_id: string;
  readonly name: string;
  readonly min_lap_us: number;
}

/** Ruled not to have started. */
export interface DidNotStart {
  readonly ruling: 'did_not_start';
}

/** Disqualified; the others close up (A71). */
export interface Disqualified {
  readonly ruling: 'disqualified';
  /** Absent: "session". */
  readonly scope?: Scope;
}

/** Loses the places gained by the infraction, as the director counts them, and `plus` more. */
export interface DockedGained {
  readonly ruling: 'docked_gained';
  readonly gained: number;
  readonly plus: number;
}

/** Loses `laps`, keeps its elapsed time, and is sorted again (GEN-3). Negative: laps credited. */
export interface DockedLaps {
  readonly ruling: 'docked_laps';
  readonly laps: number;
}

/** Loses `places` from the finishing place (GEN-9). */
export interface DockedPlaces {
  readonly ruling: 'docked_places';
  readonly places: number;
}

/** Passings too close to the crossing before (GEN-1). */
export interface DuplicatesLeftOut {
  readonly reason: 'duplicates_left_out';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly min_lap_us: number;
}

/** Give a tap another number, or strike it from the chart (absent). */
export interface EditTap {
  readonly command: 'edit_tap';
  readonly session: string;
  readonly device: string;
  readonly seq: number;
  readonly number: string | null;
}

/**
 * What ends a session.
 *
 * - 'laps': The first kart still racing that completes the laps ends it for all (GEN-2).
 * - 'time': When the time is up the leader's next crossing ends a race; a timed session ends at once.
 * - 'time_plus_laps': As `TIME`, and then `plus_laps` more.
 * - 'own_laps': Each kart ends when it has completed the laps itself.
 */
export type Finish = 'laps' | 'time' | 'time_plus_laps' | 'own_laps';

/**
 * What a kart's first crossing after the start does.
 *
 * - 'opens': A start crossing opens lap 1 (GEN-2).
 * - 'completes': Lap 1 runs from the green, whoever crosses when.
 */
export type FirstCrossing = 'opens' | 'completes';

/** Strike a passing by its fact number. */
export interface IgnorePassing {
  readonly command: 'ignore_passing';
  readonly passing: number;
}

/** Credit a crossing that no decoder heard. */
export interface InsertPassing {
  readonly command: 'insert_passing';
  readonly session: string;
  readonly entry: string;
  readonly track_us: number;
}

/** Under investigation: shown, without effect until decided. */
export interface Investigated {
  readonly ruling: 'investigated';
}

/** What a kart had to do with a stop. */
export interface Involved {
  readonly entry: string;
  readonly involvement: Involvement;
}

/** The laps scored and the crossing that completed the last (GEN-3). */
export interface LapsScored {
  readonly reason: 'laps_scored';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly laps: number;
  readonly at_us: number | null;
}

/**
 * Laps completed from `from_lap` on (to `until_lap`, if given) do not count for the best lap:
 * left the course, gained an advantage.
 */
export interface LapsVoided {
  readonly ruling: 'laps_voided';
  readonly from_lap: number;
  readonly until_lap?: number;
}

/** Crossings after the kart's session had ended: kept, not counted. */
export interface LaterLeftOut {
  readonly reason: 'later_left_out';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly count: number;
}

/** Say when the flag of a fact was really shown: green forgotten, chequered or caution too late. */
export interface MoveFlag {
  readonly command: 'move_flag';
  readonly flag: number;
  readonly track_us: number;
}

/** Say when a passing really happened, by its fact number. */
export interface MovePassing {
  readonly command: 'move_passing';
  readonly passing: number;
  readonly track_us: number;
}

/** None of its transponders has been heard in this session. */
export interface NotHeard {
  readonly reason: 'not_heard';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly transponders: readonly number[];
}

/**
 * Begin a race day. `date` is ISO 8601 (`2026-05-17`). `rulebook` is the id of one that comes with
 * livetiming, in the version in force on that day.
 */
export interface OpenMeeting {
  readonly command: 'open_meeting';
  readonly meeting: string;
  readonly name: string;
  readonly date: string;
  readonly rulebook?: string;
}

/** Put a planned session on track; a session that is still open is closed by it. */
export interface OpenSession {
  readonly command: 'open_session';
  readonly session: string;
  readonly at_track_us?: number;
}

/** The start crossing, or the green, that opened lap 1 (GEN-2). */
export interface Opened {
  readonly reason: 'opened';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly by_flag: boolean;
}

/**
 * Add a session, or change one that has not opened. See `livetiming.facts.SessionPlanned`.
 *
 * What is absent comes from the meeting's rulebook, by the session's `stage`; a race without one is a
 * feature.
 */
export interface PlanSession {
  readonly command: 'plan_session';
  readonly session: string;
  readonly name: string;
  readonly kind: SessionKind;
  readonly stage?: Stage;
  /** Absent: []. */
  readonly class_ids?: readonly string[];
  readonly laps?: number;
  readonly duration_us?: number;
  readonly min_lap_us?: number;
  readonly start_window_us?: number;
  /** Absent: false. */
  readonly scores_unknown?: boolean;
  /** Absent: []. */
  readonly grid?: readonly string[];
  readonly rules?: SessionRules;
}

/** A row that would change, before and after; absent where it is not there or has no place. */
export interface PreviewRow {
  readonly row: string;
  readonly number: string;
  readonly name: string;
  readonly position_before?: number;
  readonly position_after?: number;
  readonly laps_before?: number;
  readonly laps_after?: number;
  readonly status_before?: string;
  readonly status_after?: string;
}

/** Publish the restart lineup after the last yellow or red (or the stop at a named instant). */
export interface PublishRestart {
  readonly command: 'publish_restart';
  readonly session: string;
  /** Absent: []. */
  readonly involved?: readonly Involved[];
  readonly at_track_us?: number;
}

/**
 * Publish the standings as the session's provisional result, or confirm the provisional one as
 * official. With `override` and a reason also while the rulebook keeps it provisional.
 */
export interface PublishResult {
  readonly command: 'publish_result';
  readonly session: string;
  /** Absent: false. */
  readonly official?: boolean;
  /** Absent: false. */
  readonly override?: boolean;
}

/**
 * A qualifying attempt from this instant on, of which the first `laps` laps count, whatever flag the
 * field has had. `replaces`: the earlier attempt no longer counts; it is kept all the same.
 */
export interface ReRun {
  readonly ruling: 're_run';
  readonly laps: number;
  /** Absent: true. */
  readonly replaces?: boolean;
}

/** Placed directly behind the last finisher; karts that did not finish keep their slots (A07). */
export interface RearOfField {
  readonly ruling: 'rear_of_field';
}

/** Add or change an entry. Its number must be free in its class. */
export interface RegisterEntry {
  readonly command: 'register_entry';
  readonly entry: string;
  readonly class_id: string;
  readonly number: string;
  readonly name: string;
  readonly public_name?: string;
  /** Absent: []. */
  readonly transponders?: readonly number[];
}

/**
 * Why a kart was taken out of a race.
 *
 * - 'mechanical': Meatball for a mechanical or safety reason: scored to the lap before the flag (N-1).
 * - 'slow': Meatball for a kart about to be lapped: classified last.
 * - 'stopped': Parked, broken or withdrawn: scored to the laps it had.
 */
export type Removal = 'mechanical' | 'slow' | 'stopped';

/** Out of the race at the instant of the decision; did not finish. */
export interface Removed {
  readonly ruling: 'removed';
  readonly reason: Removal;
}

/** Shorten or lengthen a race that has not ended. */
export interface RescheduleLaps {
  readonly command: 'reschedule_laps';
  readonly session: string;
  readonly laps: number;
}

/**
 * Say which version of disagreements between chart and loop holds.
 *
 * `disagreements` are keys; none named: all that nobody has resolved. `verdict` absent takes the one
 * suggested for each. `entry` is the kart that it was where the verdict is for another.
 */
export interface ResolveDisagreement {
  readonly command: 'resolve_disagreement';
  readonly session: string;
  /** Absent: []. */
  readonly disagreements?: readonly string[];
  readonly verdict?: Verdict;
  readonly entry?: string;
}

/** How the field is lined up after a stop. */
export interface RestartRules {
  /** Absent: "absolute_rear". */
  readonly causers?: CauserPlace;
  /** Absent: true. */
  readonly single_file?: boolean;
}

/**
 * Rule about one kart, under a clause; at the instant of the command unless another is named.
 *
 * Either the `ruling` itself, or by the meeting's rulebook: the `step` of its ladder, for an `offence`
 * that it names; an offence alone takes the step that the rulebook sets for it. `occurrence` counts
 * earlier ones of the season too; without it those of this meeting are counted. `gained` is how many
 * places the infraction gained. With `override` and a reason a step outside the allowed range is taken.
 */
export interface Rule {
  readonly command: 'rule';
  readonly session: string;
  readonly entry: string;
  readonly ruling?: AnyRuling;
  readonly step?: number;
  readonly offence?: string;
  readonly occurrence?: number;
  readonly gained?: number;
  /** Absent: false. */
  readonly override?: boolean;
  readonly clause?: string;
  readonly at_track_us?: number;
}

/** A ruling about the kart; `effect` is false when it changed nothing. */
export interface RuledByOfficial {
  readonly reason: 'ruled_by_official';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
  readonly ruling: AnyRuling;
  readonly by: Authority;
  readonly at_us: number | null;
  readonly effect: boolean;
}

/** How far a disqualification reaches. */
export type Scope = 'session' | 'day' | 'meeting';

/**
 * Crossings that are from scorers' charts, or were corrected by them: the taps, and the decisions by
 * which they hold.
 */
export interface ScoredByHand {
  readonly reason: 'scored_by_hand';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
}

/**
 * A step of a session that is no flag.
 *
 * - 'form_up': The field is formed up for a start or a restart.
 */
export type SessionAct = 'form_up' | 'abandon' | 'reopen';

/**
 * How a session is run. The defaults are the conventions GEN-1 to GEN-4.
 *
 * `caution_laps_count`: laps under yellow count. `red_stops_clock`: time stands still from red to
 * restart. `time_limit_us` calls a race at the last completed lap before it (A39). `best_of`
 * is how many of the first laps of a qualifying attempt count for the best lap. With
 * `hand_score_overrides` the signed hand score is the result wherever it differs from the loop's.
 */
export interface SessionRules {
  /** Absent: "flag". */
  readonly start?: Start;
  /** Absent: "opens". */
  readonly first_crossing?: FirstCrossing;
  /** Absent: "laps". */
  readonly finish?: Finish;
  /** Absent: 0. */
  readonly plus_laps?: number;
  /** Absent: true. */
  readonly caution_laps_count?: boolean;
  /** Absent: true. */
  readonly red_stops_clock?: boolean;
  /** Absent: false. */
  readonly chequered_per_class?: boolean;
  readonly time_limit_us?: number;
  readonly best_of?: number;
  /** Absent: {}. */
  readonly restart?: RestartRules;
  readonly cut_off?: CutOff;
  /** Absent: false. */
  readonly hand_score_overrides?: boolean;
}

/** Show a flag now, or at a known instant of the track clock; to one class in a split start. */
export interface ShowFlag {
  readonly command: 'show_flag';
  readonly session: string;
  readonly flag: ShownFlag;
  readonly class_id?: string;
  readonly at_track_us?: number;
}

/** A flag that an official shows to the whole field. */
export type ShownFlag = 'green' | 'yellow' | 'red' | 'white' | 'chequered';

/** Sign the charts as they are: the hand score becomes the session's result. */
export interface SignOffHandScore {
  readonly command: 'sign_off_hand_score';
  readonly session: string;
}

/**
 * What a session is in the programme of a day; a rulebook has settings for each.
 *
 * - 'feature': The race that decides the event: feature, main or final.
 */
export type Stage = 'practice' | 'qualifying' | 'heat' | 'feature';

/**
 * What starts a session.
 *
 * - 'first_crossing': The first crossing after the session opened is the green.
 */
export type Start = 'flag' | 'first_crossing';

/** Passings that an official struck: the passing, then the decision. */
export interface StruckByOfficial {
  readonly reason: 'struck_by_official';
  /** Absent: []. */
  readonly facts?: readonly number[];
  readonly clause?: string;
}

/** Two entries carry each other's transponders, from the start or from an instant on. */
export interface SwapTransponders {
  readonly command: 'swap_transponders';
  readonly entry: string;
  readonly other: string;
  readonly from_track_us?: number;
}

/**
 * One number on a chart, typed or tapped. `seq` counts the taps of one device, in crossing order.
 *
 * `device_us` is the device's own clock, whose zero nobody knows; absent on a chart without times.
 * A number that was forgotten at first is written in `before` the tap of that sequence number.
 */
export interface Tap {
  readonly seq: number;
  readonly number: string;
  readonly device_us?: number;
  readonly before?: number;
}

/**
 * Take numbers that a scorer wrote down, in crossing order by `seq`. A device may send late, out of
 * order and again: what has been taken already is left out.
 */
export interface TapLaps {
  readonly command: 'tap_laps';
  readonly session: string;
  readonly device: string;
  readonly taps: readonly Tap[];
}

/** Is scored as if its last counted crossing had been `penalty_us` later. */
export interface TimePenalty {
  readonly ruling: 'time_penalty';
  readonly penalty_us: number;
}

/** A warning or rolled black flag: recorded, without effect on the result. */
export interface Warned {
  readonly ruling: 'warned';
}

/** Undo a decision by its fact number; refused while another active decision depends on it. */
export interface WithdrawDecision {
  readonly command: 'withdraw_decision';
  readonly decision: number;
}

/**
 * Done and saved. `n` is the number of the fact that carries the decision, by which it can be
 * withdrawn; every page made from `n` or later shows it.
 */
export interface Accepted {
  readonly answer: 'accepted';
  readonly n: number;
}

/**
 * What the command would change in its session, at journal number `n`; `last_decision` goes into
 * `Envelope.seen_decision` when it is confirmed.
 */
export interface Preview {
  readonly answer: 'preview';
  readonly n: number;
  readonly session?: string;
  readonly last_decision?: number;
  /** Absent: []. */
  readonly rows?: readonly PreviewRow[];
}

/** Nothing changed; `why` says so and what to do. `stale`: look at a new preview and send again. */
export interface Refused {
  readonly answer: 'refused';
  readonly why: string;
  /** Absent: false. */
  readonly stale?: boolean;
}

/** A row of the difference report: a kart whose laps or place the hand score changed. */
export interface HandChange {
  readonly entry: string;
  readonly laps_before: number;
  readonly laps_after: number;
  readonly place_before?: number;
  readonly place_after?: number;
}

/**
 * Which version of a disagreement holds.
 *
 * - 'other': Neither: it was another kart.
 */
export type Verdict = 'hand' | 'loop' | 'other';

/**
 * What a kart had to do with the stop.
 *
 * - 'causer': Caused it: to the rear, where the rulebook says that is.
 * - 'spot_back': Involved without fault, or the fault is disputed and all get their spot back.
 * - 'lost_spot': Restarted too late, or rejoins after repairs: absolute rear, its lost laps stay lost (A74).
 * - 'out': Does not take the restart; the others are packed up (A72).
 */
export type Involvement = 'causer' | 'spot_back' | 'lost_spot' | 'out';

/** Why a request was not carried out, for people. `retry_s`: when to try again. */
export interface Problem {
  readonly why: string;
  readonly retry_s?: number;
}

/**
 * What may be known without a login. `setup`: there is no account yet; make one with the code that the
 * server printed when it started.
 */
export interface Welcome {
  readonly setup: boolean;
  readonly software: string;
}

/** Make the first account, an administrator's. */
export interface Setup {
  readonly code: string;
  readonly name: string;
  readonly password: string;
}

/** Log in with an account. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/** Turn the code of a QR code into a login; it works once. The QR code opens `/#pair=CODE`. */
export interface Pair {
  readonly code: string;
}

/** Change one's own password; all other logins of the account end. */
export interface NewPassword {
  readonly old: string;
  readonly new: string;
}

/**
 * Who is logged in here. `may` has the tags of the commands that the role may give, `relays` those of
 * them that need `Order.by_radio_from`.
 */
export interface Me {
  readonly who: string;
  readonly role: Role;
  /** Paired by a QR code, without an account. Absent: false. */
  readonly device?: boolean;
  readonly expires_wall_us: number;
  /** Absent: []. */
  readonly may?: readonly string[];
  /** Absent: []. */
  readonly relays?: readonly string[];
}

/** Somebody who can log in with a password. */
export interface Account {
  readonly name: string;
  readonly role: Role;
}

/** Make an account, or change its role or password; without a password it keeps the one it has. */
export interface AccountChange {
  readonly role: Role;
  readonly password?: string;
}

/** A device that is logged in. `mine`: the one that asks. */
export interface LoginInfo {
  readonly id: string;
  readonly who: string;
  readonly role: Role;
  /** Absent: false. */
  readonly device?: boolean;
  readonly since_wall_us: number;
  readonly expires_wall_us: number;
  /** Absent: false. */
  readonly mine?: boolean;
}

/** Let a device act as `role` under `name` ("Grid tablet"). */
export interface PairingOrder {
  readonly name: string;
  readonly role: Role;
}

/** A QR code that waits to be used. */
export interface Pairing {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly expires_wall_us: number;
}

/** A new code: the address that the tablet opens, and the same as a picture for an `<img>`. */
export interface NewPairing {
  readonly pairing: Pairing;
  readonly url: string;
  /** A `data:` address of an SVG picture. */
  readonly qr: string;
}

/**
 * A command. `key` makes sending it twice harmless: a new random one for each decision of a person.
 *
 * `dry_run` asks for a `Preview`; `seen_decision` is its `last_decision` when the command is then sent, and
 * a command that is out of date is refused as `stale`. `by_radio_from` names whose ruling it is.
 */
export interface Order {
  readonly key: string;
  readonly command: AnyCommand;
  readonly why?: string;
  readonly by_radio_from?: string;
  /** Absent: false. */
  readonly dry_run?: boolean;
  readonly seen_decision?: number;
}

/**
 * A session's standings: now, at a journal number, or as the running order at an instant.
 *
 * `lapped` has, for the running order, the karts that were lapped and by how many laps (GEN-4).
 */
export interface StandingsDocument {
  readonly n: number;
  readonly session: Session;
  readonly rows: readonly Row[];
  readonly at_track_us?: number;
  /** Absent: {}. */
  readonly lapped?: Readonly<Record<string, number>>;
}

/** A reason with its facts, and the same in words. */
export interface Told {
  readonly reason: AnyReason;
  readonly words: string;
}

/** Why a row stands where it does. */
export interface Explanation {
  readonly n: number;
  readonly session: string;
  readonly row: string;
  readonly reasons: readonly Told[];
}

/** A session's passings in the order of time. `next_track_us`: there are more, from there on. */
export interface PassingsDocument {
  readonly n: number;
  readonly session: string;
  readonly passings: readonly PassingInfo[];
  readonly next_track_us?: number;
}

/** The decisions in force about a session. */
export interface DecisionsDocument {
  readonly n: number;
  readonly session: string;
  readonly decisions: readonly DecisionInfo[];
}

/** Reads that a session seems to have missed. */
export interface ProposalsDocument {
  readonly n: number;
  readonly session: string;
  readonly proposals: readonly MissedRead[];
}

/**
 * A point on which the scorers' charts and the loop differ, both versions in words. `key` is what
 * `ResolveDisagreement` names; `verdict` is the one that holds, by fact `n`, if it has been resolved.
 */
export interface HandDisagreement {
  readonly key: string;
  readonly entry?: string;
  readonly lap?: number;
  readonly changes_laps: boolean;
  readonly hand: string;
  readonly loop: string;
  readonly cause: string;
  readonly suggestion: string;
  readonly suggested: Verdict;
  readonly verdict?: Verdict;
  readonly n?: number;
}

/**
 * What scorers wrote against what the loop heard. `changes` is the difference report: what the hand
 * score would change, or has changed when it is signed by fact `signed_n`.
 */
export interface HandScoreDocument {
  readonly n: number;
  readonly session: string;
  readonly disagreements: readonly HandDisagreement[];
  readonly changes: readonly HandChange[];
  readonly signed_n?: number;
}

/** A place in the lineup, and why. `involvement` is what was asked for the kart. */
export interface RestartPlace {
  readonly place: number;
  readonly entry: string;
  readonly number: string;
  readonly name: string;
  readonly laps: number;
  /** Absent: 0. */
  readonly lapped?: number;
  readonly why: string;
  readonly involvement?: Involvement;
}

/**
 * The restart lineup as the rules have it, for a stop at `at_track_us`; nothing is published.
 *
 * `complete`: nobody had scored a lap, so the race starts anew. `out` are entries that do not restart.
 */
export interface RestartDocument {
  readonly n: number;
  readonly session: string;
  readonly at_track_us: number;
  readonly single_file: boolean;
  readonly complete: boolean;
  readonly places: readonly RestartPlace[];
  /** Absent: []. */
  readonly out?: readonly string[];
}

/**
 * A fact: what it is about, and itself as it was recorded. `at_wall_us` is the time of day, where it is
 * known; `by` and `words` are there for what officials did.
 */
export interface JournalEntry {
  readonly n: number;
  /** The tag of the fact: `passing_heard`, `flag_shown`, … */
  readonly kind: string;
  readonly at_wall_us?: number;
  readonly by?: Authority;
  readonly words?: string;
  readonly fact: unknown;
}

/** Facts in the order of their numbers; go on with `after` = `next_after` while it is there. */
export interface JournalDocument {
  readonly n: number;
  readonly facts: readonly JournalEntry[];
  readonly next_after?: number;
}

export type AnyCommand =
  | OpenMeeting
  | AdoptRulebook
  | DefineClass
  | RegisterEntry
  | PlanSession
  | OpenSession
  | ShowFlag
  | CloseSession
  | MoveFlag
  | ActOnSession
  | DeclareWet
  | CallResult
  | RescheduleLaps
  | Rule
  | PublishResult
  | PublishRestart
  | AssignTransponder
  | IgnorePassing
  | MovePassing
  | SwapTransponders
  | CreditField
  | InsertPassing
  | TapLaps
  | EditTap
  | ResolveDisagreement
  | SignOffHandScore
  | WithdrawDecision;

export type AnyRuling =
  | DockedPlaces
  | DockedGained
  | RearOfField
  | DockedLaps
  | TimePenalty
  | Removed
  | Disqualified
  | DidNotStart
  | LapsVoided
  | ReRun
  | Admitted
  | Warned
  | Investigated;

export type AnyReason =
  | Opened
  | LapsScored
  | BestLapSet
  | DuplicatesLeftOut
  | LaterLeftOut
  | CreditedByOfficial
  | ScoredByHand
  | StruckByOfficial
  | RuledByOfficial
  | NotHeard;
