/** Transponders that are heard and belong to nobody. */

import { newestFirst } from './newest-first.ts';
import type { EntryInfo, PassingInfo } from '../lib/tower-messages.ts';

/** One of them, with its last passing. */
export interface Unknown {
  readonly transponder: number;
  readonly passing: PassingInfo;
  /** How often it is in the list. */
  readonly times: number;
}

export function isUnknown(passing: PassingInfo): boolean {
  return passing.transponder !== undefined && passing.entry === undefined;
}

/** The unknown transponders in `passings` (newest last) that nobody has been given since, newest first. */
export function unknowns(
  passings: readonly PassingInfo[],
  entries: readonly EntryInfo[],
): readonly Unknown[] {
  const owned = new Set(entries.flatMap((entry) => entry.carries ?? []));
  const found = new Map<number, Unknown>();
  for (const passing of newestFirst(passings)) {
    const { transponder } = passing;
    if (transponder === undefined || !isUnknown(passing) || owned.has(transponder)) continue;
    const known = found.get(transponder);
    found.set(transponder, {
      transponder,
      passing: known?.passing ?? passing,
      times: (known?.times ?? 0) + 1,
    });
  }
  return [...found.values()];
}
