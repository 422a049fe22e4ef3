/** A session as it is planned on the sheet, and the command that it makes. */

import type { SessionKind } from '../lib/messages.ts';
import type { AnyCommand, Finish } from '../lib/tower-api.ts';
import type { SessionInfo } from '../lib/tower-messages.ts';

const US_PER_MINUTE = 60_000_000;

/** What ends it: laps, minutes, minutes and laps after, or nothing but an official. */
export interface Ends {
  readonly by: Finish | 'hand';
  readonly laps: number | null;
  readonly minutes: number | null;
  readonly plusLaps: number | null;
  readonly cautionLapsCount: boolean;
  readonly redStopsClock: boolean;
}

export interface Plan {
  readonly name: string;
  readonly kind: SessionKind;
  readonly classIds: readonly string[];
  readonly ends: Ends;
  readonly scoresUnknown: boolean;
  readonly grid: readonly string[];
}

export function endFields(session: SessionInfo | null): Ends {
  const { laps, duration_us } = session ?? {};
  return {
    by:
      session === null || laps !== undefined ? 'laps' : duration_us !== undefined ? 'time' : 'hand',
    laps: laps ?? null,
    minutes: duration_us === undefined ? null : duration_us / US_PER_MINUTE,
    plusLaps: 1,
    cautionLapsCount: true,
    redStopsClock: true,
  };
}

/** The command, or what is missing for one. */
export function planCommand(
  session: string,
  plan: Plan,
): { readonly command: AnyCommand | null; readonly missing: string } {
  const missing = lacking(plan);
  if (missing !== '') return { command: null, missing };
  const { by, laps, minutes, plusLaps, cautionLapsCount, redStopsClock } = plan.ends;
  const withLaps = by === 'laps' || by === 'own_laps';
  const withTime = by === 'time' || by === 'time_plus_laps';
  const command: AnyCommand = {
    command: 'plan_session',
    session,
    name: plan.name.trim(),
    kind: plan.kind,
    class_ids: plan.classIds,
    ...(withLaps && laps !== null ? { laps } : {}),
    ...(withTime && minutes !== null ? { duration_us: Math.round(minutes * US_PER_MINUTE) } : {}),
    scores_unknown: plan.scoresUnknown,
    grid: plan.kind === 'race' ? plan.grid : [],
    rules: {
      finish: by === 'hand' ? 'laps' : by,
      ...(by === 'time_plus_laps' ? { plus_laps: plusLaps ?? 0 } : {}),
      caution_laps_count: cautionLapsCount,
      red_stops_clock: redStopsClock,
    },
  };
  return { command, missing: '' };
}

function lacking({ name, kind, classIds, ends, scoresUnknown }: Plan): string {
  const { by, laps, minutes } = ends;
  if (name.trim() === '') return 'Give the session a name.';
  if (classIds.length === 0 && !scoresUnknown) return 'Choose the classes that take part.';
  if (by === 'hand' && kind === 'race') return 'A race ends after laps or after a time.';
  if (
    (by === 'laps' || by === 'own_laps') &&
    !(laps !== null && Number.isInteger(laps) && laps > 0)
  ) {
    return 'Give the number of laps.';
  }
  if ((by === 'time' || by === 'time_plus_laps') && !(minutes !== null && minutes > 0)) {
    return 'Give the number of minutes.';
  }
  return '';
}
