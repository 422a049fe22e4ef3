/** The four time columns; a phone has room for one and a half of them. */

import type { SessionKind } from '../lib/messages.ts';
import { recall, remember } from '../lib/stored.ts';

export const TIME_COLUMNS = ['gap', 'interval', 'last', 'best'] as const;
export type TimeColumn = (typeof TIME_COLUMNS)[number];

/** What a phone shows until its owner chooses: what the session is ordered by. */
const USUAL: Readonly<Record<SessionKind, TimeColumn>> = {
  practice: 'best',
  qualifying: 'best',
  race: 'gap',
};

/** Where a phone puts a column: large, small beneath it, or nowhere. */
export type PhonePlace = 'main' | 'sub' | 'off';

/** The place of `column` when its reader wants to see `shown`: a distance goes with the last lap. */
export function phonePlace(column: TimeColumn, shown: TimeColumn): PhonePlace {
  if (column === shown) return 'main';
  return column === (shown === 'last' ? 'best' : 'last') ? 'sub' : 'off';
}

/** The column that this reader looks at in sessions of `kind`. */
export function preferredColumn(kind: SessionKind): TimeColumn {
  const stored = recall(storedAs(kind));
  return TIME_COLUMNS.find((column) => column === stored) ?? USUAL[kind];
}

export function preferColumn(kind: SessionKind, column: TimeColumn): void {
  remember(storedAs(kind), column);
}

function storedAs(kind: SessionKind): string {
  return `livetiming.column.${kind}`;
}
