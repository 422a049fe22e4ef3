/** Transponders that are heard and belong to nobody. */

import type { Row } from '../lib/messages.ts';
import type { EntryInfo, PassingInfo } from '../lib/tower-messages.ts';
import { newestFirst } from './newest-first.ts';

/** One of them, with its last passing if that is still in the list. */
export interface Unknown {
  readonly transponder: number;
  readonly passing: PassingInfo | null;
}

export function isUnknown(passing: PassingInfo): boolean {
  return passing.transponder !== undefined && passing.entry === undefined;
}

/** The transponder of a row of the standings that belongs to nobody; such a row is called by it. */
export function transponderOf(row: Row): number | null {
  return row.status === 'unknown' && /^\d+$/.test(row.name) ? Number(row.name) : null;
}

/**
 * The unknown transponders in `passings` (newest last) and `rows` that nobody has been given since, the one
 * heard last first.
 */
export function unknowns(
  passings: readonly PassingInfo[],
  rows: readonly Row[],
  entries: readonly EntryInfo[],
): readonly Unknown[] {
  const owned = new Set(entries.flatMap((entry) => entry.carries ?? []));
  const found = new Map<number, Unknown>();
  for (const passing of newestFirst(passings)) {
    const { transponder } = passing;
    if (transponder === undefined || !isUnknown(passing) || found.has(transponder)) continue;
    found.set(transponder, { transponder, passing });
  }
  const before = [...rows].sort((a, b) => (b.crossed_track_us ?? 0) - (a.crossed_track_us ?? 0));
  for (const transponder of before.map(transponderOf)) {
    if (transponder !== null && !found.has(transponder)) {
      found.set(transponder, { transponder, passing: null });
    }
  }
  return [...found.values()].filter(({ transponder }) => !owned.has(transponder));
}
