/** What the server would send between two states. */

import type { AnyChange, PublicState, Row } from '../src/lib/messages.ts';

export function changesBetween(before: PublicState, after: PublicState): AnyChange[] {
  const changes: AnyChange[] = [];
  if (differ(before.session, after.session)) {
    changes.push({ type: 'session', session: after.session ?? null });
  }
  const old = new Map((before.rows ?? []).map((row) => [row.id, row]));
  const rows = (after.rows ?? []).filter((row) => differ(row, old.get(row.id)));
  const order = ids(after);
  const moved = differ(order, ids(before));
  if (rows.length > 0 || moved) changes.push({ type: 'rows', rows, ...(moved ? { order } : {}) });
  return changes;
}

function ids(state: PublicState): string[] {
  return (state.rows ?? []).map(({ id }: Row) => id);
}

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
