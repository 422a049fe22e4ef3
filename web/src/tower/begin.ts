/** What the keys and buttons begin with what is selected; where nothing fits they say what to do first. */

import type { AnyRuling } from '../lib/tower-api.ts';
import type { DecisionInfo, EntryInfo, PassingInfo } from '../lib/tower-messages.ts';
import type { Desk } from './desk.svelte.ts';

/** The selected kart's entry, or nothing after saying why. */
function selectedEntry(desk: Desk): EntryInfo | null {
  if (desk.row === null) {
    desk.notices.hint('Select a kart first: type its number, or use the arrow keys.');
    return null;
  }
  const entry = desk.entry(desk.row);
  if (entry === null) {
    desk.notices.hint('This transponder belongs to nobody yet. Assign it first (U).');
  }
  return entry;
}

function selectedPassing(desk: Desk): PassingInfo | null {
  const passing = desk.selectedPassing();
  if (passing === null) {
    desk.notices.hint('Select a passing first: Shift+P goes to the list.');
  }
  return passing;
}

/** Whether the role may; says so where not. */
function allowed(desk: Desk, command: Parameters<Desk['may']>[0]): boolean {
  const may = desk.may(command);
  if (!may) desk.notices.hint(`As ${desk.me.role} you may not do this.`);
  return may;
}

export function beginRule(desk: Desk, ruling: AnyRuling['ruling']): void {
  if (!allowed(desk, 'rule')) return;
  const entry = selectedEntry(desk);
  const session = desk.viewed;
  if (entry === null || session === null) return;
  desk.begin({ kind: 'rule', session, entry, ruling, atUs: desk.sureNowUs() });
}

export function insertCrossing(desk: Desk): void {
  if (!allowed(desk, 'insert_passing')) return;
  const entry = selectedEntry(desk);
  const session = desk.viewed;
  if (entry === null || session === null) return;
  desk.begin({ kind: 'insert', session, entry, atUs: desk.nowUs() });
}

/** Goes to the transponder that was heard last of those that belong to nobody, ready for a number. */
export function newestUnknown(desk: Desk): void {
  if (!allowed(desk, 'assign_transponder')) return;
  const newest = desk.unknowns[0];
  if (newest === undefined) {
    desk.notices.hint('Every transponder that was heard belongs to somebody.');
    return;
  }
  desk.show('passings');
  desk.selectPassing(newest.passing?.n ?? null);
  desk.begin({ kind: 'assign', transponder: newest.transponder, passing: newest.passing });
}

export function assignPassing(desk: Desk): void {
  if (!allowed(desk, 'assign_transponder')) return;
  const passing = selectedPassing(desk);
  if (passing === null) return;
  if (passing.transponder === undefined) {
    desk.notices.hint('This crossing was credited by an official; it has no transponder.');
    return;
  }
  desk.begin({ kind: 'assign', transponder: passing.transponder, passing });
}

/** Strikes the selected passing; one that is struck already is restored, a credited one taken back. */
export function ignoreOrRestore(desk: Desk): void {
  if (!allowed(desk, 'ignore_passing')) return;
  const passing = selectedPassing(desk);
  if (passing === null) return;
  if (passing.ignored !== undefined) {
    desk.begin({ kind: 'undo', decision: passing.ignored, words: 'Restore the ignored passing' });
  } else if (passing.credited === true) {
    desk.begin({ kind: 'undo', decision: passing.n, words: 'Take back the credited crossing' });
  } else {
    desk.begin({ kind: 'ignore', passing });
  }
}

export function movePassing(desk: Desk): void {
  if (!allowed(desk, 'move_passing')) return;
  const passing = selectedPassing(desk);
  if (passing === null) return;
  if (passing.credited === true) {
    desk.notices.hint('Take the credited crossing back (I), and insert another one.');
    return;
  }
  desk.begin({ kind: 'move_passing', passing });
}

/** Undoes the last decision that is in force and was made by whoever is logged in here. */
export function undoLast(desk: Desk): void {
  const own = desk.tower.decisions.filter(({ by }) => by.who === desk.me.who);
  const last = own.reduce<DecisionInfo | undefined>(
    (a, b) => (a !== undefined && a.n > b.n ? a : b),
    undefined,
  );
  if (last === undefined) {
    desk.notices.hint('Nothing that you decided is in force here.');
    return;
  }
  desk.begin({ kind: 'undo', decision: last.n, words: last.words });
}
