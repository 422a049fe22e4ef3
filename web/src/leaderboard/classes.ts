/** The classes on the board. */

import type { Board } from '../lib/store.ts';

/** How many tints `tints.css` has; further classes start again from the first. */
export const TINTS = 12;

/** A class as the board shows it: the tint goes by its place in the meeting, so that it stays all day. */
export interface BoardClass {
  readonly id: string;
  readonly name: string;
  readonly tint: number;
}

/** Every class of the meeting, by id. */
export function classesOf(board: Board): ReadonlyMap<string, BoardClass> {
  const classes = board.meeting?.classes ?? [];
  return new Map(classes.map(({ id, name }, index) => [id, { id, name, tint: index % TINTS }]));
}

/** The classes of the session; where it names none, those that its karts are in. */
export function classesInSession(board: Board): readonly BoardClass[] {
  const named = board.session?.class_ids ?? [];
  const ids = new Set(named.length > 0 ? named : board.rows.map((row) => row.class_id));
  return [...classesOf(board).values()].filter(({ id }) => ids.has(id));
}
