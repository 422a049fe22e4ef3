/** The classes on the board. */

import type { Meeting, Row, Session } from '../lib/messages.ts';

/** How many tints `tints.css` has; further classes start again from the first. */
export const TINTS = 12;

/** A class as the board shows it: the tint goes by its place in the meeting, so that it stays all day. */
export interface BoardClass {
  readonly id: string;
  readonly name: string;
  readonly tint: number;
}

/** Every class of the meeting, by id. */
export function classesOf(meeting: Meeting | null): ReadonlyMap<string, BoardClass> {
  const classes = meeting?.classes ?? [];
  return new Map(classes.map(({ id, name }, index) => [id, { id, name, tint: index % TINTS }]));
}

/** Those of `classes` that the session names; where it names none, those that its karts are in. */
export function classesInSession(
  classes: ReadonlyMap<string, BoardClass>,
  session: Session | null,
  rows: readonly Row[],
): readonly BoardClass[] {
  const named = session?.class_ids ?? [];
  const ids = new Set(named.length > 0 ? named : rows.map((row) => row.class_id));
  return [...classes.values()].filter(({ id }) => ids.has(id));
}
