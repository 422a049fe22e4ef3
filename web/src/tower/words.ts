/** How the tower calls things, beside what the server says in words itself. */

import type { RowRuling, RowStatus, SessionKind } from '../lib/messages.ts';
import type { Involvement } from '../lib/tower-api.ts';
import type {
  DecoderInfo,
  LinkState,
  LoopRole,
  PassingInfo,
  Role,
  State,
} from '../lib/tower-messages.ts';
import { lapTime } from '../lib/format.ts';

/** `3 laps`, `1 lap`. */
export function count(n: number, noun: string, nouns = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : nouns}`;
}

export const KINDS: Readonly<Record<SessionKind, string>> = {
  practice: 'Practice',
  qualifying: 'Qualifying',
  race: 'Race',
};

export const STATES: Readonly<Record<State, string>> = {
  planned: 'Planned',
  staged: 'On the grid',
  formation: 'Formation lap',
  green: 'Green',
  caution: 'Yellow',
  red: 'Stopped',
  restart: 'Forming up for restart',
  white: 'Last lap',
  chequered: 'Chequered',
  finished: 'Finished',
  provisional: 'Provisional result',
  official: 'Official result',
  abandoned: 'Abandoned',
};

/** A tag beside the name and what it means; nothing for who simply races. */
export const STATUSES: Readonly<Record<RowStatus, readonly [short: string, long: string] | null>> =
  {
    running: null,
    finished: ['FIN', 'Took the chequered flag'],
    waiting: ['Waiting', 'Not heard yet in this session'],
    unknown: ['UNKNOWN', 'Nobody is entered with this transponder'],
    visitor: ['Visitor', 'Not entered in this session; not scored'],
    dnf: ['DNF', 'Did not finish'],
    dns: ['DNS', 'Did not start'],
    dq: ['DQ', 'Disqualified'],
  };

/** The status of a preview's row, which comes as a bare word. */
export function statusWord(status: string | undefined): string {
  if (status === undefined) return '–';
  if (status === 'running') return 'racing';
  return STATUSES[status as RowStatus]?.[0] ?? status;
}

export const ROLES: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  operator: 'Operator',
  director: 'Race director',
  scorer: 'Hand scorer',
  grid: 'Grid',
  announcer: 'Announcer',
};

export const LINKS: Readonly<Record<LinkState, string>> = {
  connecting: 'connecting',
  live: 'live',
  silent: 'silent',
  lost: 'lost',
};

export const LOOPS: Readonly<Record<LoopRole, string>> = {
  start_finish: 'Start/finish',
  backup: 'Backup loop',
  sector: 'Sector',
  pit_in: 'Pit in',
  pit_out: 'Pit out',
};

/** How a decoder is called among several. */
export function decoderName(decoder: DecoderInfo): string {
  return decoder.name ?? LOOPS[decoder.role];
}

/** What the session made of a passing. */
export function useWords(passing: PassingInfo): string {
  if (passing.credited && passing.use === 'lap') return `lap ${passing.lap ?? ''}, credited`;
  switch (passing.use) {
    case 'start':
      return 'start';
    case 'lap':
      return `lap ${passing.lap ?? ''}`;
    case 'uncounted':
      return 'not counted';
    case 'duplicate':
      return 'repeated read';
    case 'ignored':
      return 'ignored';
    case 'outside':
      return 'not in a session';
    case 'elsewhere':
      return 'other loop';
  }
}

/** A ruling as the mark beside a name, and in full. */
export function rulingMark({ ruling, amount }: RowRuling): readonly [short: string, long: string] {
  const n = amount ?? 0;
  switch (ruling) {
    case 'docked_places':
    case 'docked_gained':
      return [`−${n} pl`, `docked ${count(n, 'place')}`];
    case 'docked_laps':
      return n < 0
        ? [`+${-n} lap`, `credited ${count(-n, 'lap')}`]
        : [`−${n} lap`, `docked ${count(n, 'lap')}`];
    case 'time_penalty':
      return [`+${lapTime(n)}`, `time penalty of ${lapTime(n)} s`];
    default:
      return MARKS[ruling] ?? [ruling, ruling];
  }
}

const MARKS: Readonly<Record<string, readonly [string, string]>> = {
  rear_of_field: ['Rear', 'rear of the field'],
  removed: ['Removed', 'taken out of the race'],
  disqualified: ['DQ', 'disqualified'],
  did_not_start: ['DNS', 'did not start'],
  laps_voided: ['Laps void', 'some laps do not count'],
  re_run: ['Re-run', 'runs its attempt again'],
  admitted: ['Admitted', 'admitted in spite of the cut-off'],
  warned: ['Warned', 'warned'],
  investigated: ['Under inv.', 'under investigation'],
};

export const INVOLVEMENTS: Readonly<Record<Involvement, readonly [short: string, long: string]>> = {
  causer: ['Causer', 'caused the stop, to the rear'],
  spot_back: ['Spot back', 'involved without fault, keeps its spot'],
  lost_spot: ['Lost spot', 'restarts from the very rear'],
  out: ['Out', 'does not take the restart'],
};
