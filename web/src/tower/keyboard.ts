/** Hears the keys of the page and does what the table says. */

import { recall, remember } from '../lib/stored.ts';
import { isNumberOf } from './find.ts';
import type { Desk } from './desk.svelte.ts';
import { bindingOf } from './keys.ts';

/** Figures typed one after the other within this time are one number. */
const TYPING_MS = 1_200;

const STORED_AS = 'livetiming.tower.keys';

/** Whether single letters act; who uses speech input turns them off. */
export function lettersAct(): boolean {
  return recall(STORED_AS) !== 'off';
}

export function letLettersAct(act: boolean): void {
  remember(STORED_AS, act ? null : 'off');
}

/** Listens on `target` until the function that it returns is called. */
export function listen(desk: Desk, target: Window): () => void {
  let typed = '';
  let typedMs = 0;
  const press = (event: KeyboardEvent): void => {
    if (event.repeat || isTyping(event.target)) return;
    if (/^\d$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      typed = event.timeStamp - typedMs < TYPING_MS ? typed + event.key : event.key;
      typedMs = event.timeStamp;
      selectNumber(desk, typed, isInRestart(event.target));
      return;
    }
    typed = '';
    if (event.defaultPrevented) return;
    if (/^Arrow(Up|Down)$/.test(event.key) && event.target === document.body) {
      event.preventDefault();
      if (desk.row === null) desk.select(desk.rows[0]?.id ?? null);
      desk.goTo('standings');
      return;
    }
    const binding = bindingOf(event);
    if (binding === null || !(lettersAct() || event.ctrlKey || event.key === '?')) return;
    event.preventDefault();
    binding.run(desk);
  };
  target.addEventListener('keydown', press);
  return () => {
    target.removeEventListener('keydown', press);
  };
}

/** In a field letters are text, and in a sheet they are nobody's: what is being decided comes first. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, select, textarea, [data-sheet]') !== null
  );
}

function isInRestart(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-list="restart"]') !== null;
}

/** Selects the kart with this number in the list; figures that no number has are forgotten. */
function selectNumber(desk: Desk, typed: string, inRestart: boolean): void {
  const row = desk.rows.find(({ id, number }) => {
    const entry = desk.entry(id);
    return entry === null ? number === typed : isNumberOf(typed, entry);
  });
  if (row === undefined) return;
  if (inRestart) desk.restartKart = row.id;
  else desk.select(row.id);
}
