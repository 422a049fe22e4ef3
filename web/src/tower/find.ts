/** Finding a kart by what people call it: its number, its driver's name, its transponder. */

import type { EntryInfo } from '../lib/tower-messages.ts';

/**
 * The entries that `text` may mean, the likeliest first: the number itself, a number that begins with it,
 * a transponder, a part of the name. Of equals, those in `classIds` (of the session) come first.
 */
export function findEntries(
  text: string,
  entries: readonly EntryInfo[],
  classIds: readonly string[] = [],
): readonly EntryInfo[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  return entries
    .map((entry, place) => ({ entry, place, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank < NONE)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(classIds.includes(b.entry.class_id)) - Number(classIds.includes(a.entry.class_id)) ||
        a.place - b.place,
    )
    .map(({ entry }) => entry);
}

/** Whether `text` is exactly the number of `entry`, however its letters are written. */
export function isNumberOf(text: string, entry: EntryInfo): boolean {
  return plain(text) === plain(entry.number);
}

const NONE = 5;

function rankOf(entry: EntryInfo, wanted: string): number {
  if (plain(entry.number) === wanted) return 0;
  if (plain(entry.number).startsWith(wanted)) return 1;
  const transponders = [...(entry.transponders ?? []), ...(entry.carries ?? [])].map(String);
  if (transponders.includes(wanted)) return 2;
  if (wanted.length >= 3 && transponders.some((each) => each.startsWith(wanted))) return 3;
  return plain(`${entry.name} ${entry.public_name}`).includes(wanted) && /\D/.test(wanted)
    ? 4
    : NONE;
}

/** Without accents and capitals: whoever types fast leaves them out. */
function plain(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
