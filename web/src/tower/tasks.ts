/** What an official is about to do; each kind has its own sheet in `tasks/`. One at a time. */

import type { ClassInfo } from '../lib/messages.ts';
import type { AnyRuling, Involved } from '../lib/tower-api.ts';
import type {
  Act,
  DecisionInfo,
  EntryInfo,
  PassingInfo,
  SessionInfo,
} from '../lib/tower-messages.ts';

/** `atUs` is when the official began, on the track clock: what is decided is about that instant. */
export type Task =
  | { kind: 'act'; act: Act; session: SessionInfo; atUs: number | null }
  | { kind: 'class_green'; session: SessionInfo }
  | { kind: 'session_number'; what: SessionNumber; session: SessionInfo }
  | { kind: 'restart'; session: SessionInfo; involved: readonly Involved[] }
  | {
      kind: 'rule';
      session: SessionInfo;
      entry: EntryInfo;
      ruling: AnyRuling['ruling'];
      atUs: number | null;
    }
  | { kind: 'insert'; session: SessionInfo; entry: EntryInfo; atUs: number | null }
  | { kind: 'assign'; transponder: number; passing: PassingInfo | null }
  | { kind: 'swap'; entry: EntryInfo }
  | { kind: 'ignore'; passing: PassingInfo }
  | { kind: 'move_passing'; passing: PassingInfo }
  | { kind: 'move_flag'; flag: DecisionInfo }
  | { kind: 'undo'; decision: number; words: string }
  | { kind: 'meeting' }
  | { kind: 'class'; existing: ClassInfo | null }
  | { kind: 'entry'; existing: EntryInfo | null }
  | { kind: 'plan'; existing: SessionInfo | null };

/** What is one number about a session: the lap it is called at, the laps it is over, laps for all. */
export type SessionNumber = 'call_result' | 'reschedule_laps' | 'credit_field';

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;
