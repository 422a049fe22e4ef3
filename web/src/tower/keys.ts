/**
 * The keyboard: a letter acts, Shift and a letter goes somewhere, figures find a kart by its number. This
 * table is all there is, and what the sheet of keys shows.
 */

import type { Act } from '../lib/tower-messages.ts';
import { ACTS } from './acts.ts';
import {
  assignPassing,
  beginRule,
  ignoreOrRestore,
  insertCrossing,
  movePassing,
  newestUnknown,
  undoLast,
} from './begin.ts';
import type { Desk, Panel, View } from './desk.svelte.ts';

export type Group = 'Session' | 'Kart' | 'Passing' | 'Go to' | 'Page';

export interface Binding {
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string;
  readonly shift?: true;
  readonly ctrl?: true;
  readonly label: string;
  readonly group: Group;
  readonly run: (desk: Desk) => void;
}

export const KEYS = {
  green: act('green'),
  yellow: act('yellow'),
  red: act('red'),
  white: act('white'),
  chequered: act('chequered'),
  form_up: act('form_up'),
  close: act('close'),
  publish: act('publish'),
  confirm: act('confirm'),
  open: {
    key: 'o',
    label: 'Open the next session',
    group: 'Session',
    run: (desk) => {
      desk.act('open', desk.next);
    },
  },
  insert: { key: 'n', label: 'New crossing for the kart', group: 'Kart', run: insertCrossing },
  dock: rule('d', 'Dock places, laps or time', 'docked_places'),
  meatball: rule('b', 'Meatball (black and orange)', 'removed'),
  disqualify: rule('x', 'Disqualify', 'disqualified'),
  warn: rule('v', 'Warn, investigate, any ruling', 'warned'),
  unknown: {
    key: 'u',
    label: 'Newest unknown transponder',
    group: 'Passing',
    run: newestUnknown,
  },
  assign: { key: 'a', label: 'Assign its transponder', group: 'Passing', run: assignPassing },
  ignore: { key: 'i', label: 'Ignore it, or restore it', group: 'Passing', run: ignoreOrRestore },
  move: { key: 't', label: 'Move it in time', group: 'Passing', run: movePassing },
  accept: {
    key: 'm',
    label: 'Accept the missed read',
    group: 'Passing',
    run: (desk) => void desk.missed.accept(desk),
  },
  standings: goTo('s', 'Standings', 'standings'),
  passings: goTo('p', 'Passings', 'passings'),
  kart: goTo('k', 'Kart', 'kart'),
  decisions: goTo('d', 'Decisions', 'decisions'),
  restart: goTo('r', 'Restart lineup', 'restart'),
  programme: goToView('m', 'Programme of the meeting', 'programme'),
  entries: goToView('e', 'Entries and classes', 'entries'),
  find: {
    key: '/',
    label: 'Find a kart by number, name or transponder',
    group: 'Page',
    run: (desk) => {
      desk.finding = true;
    },
  },
  undo: {
    key: 'z',
    ctrl: true,
    label: 'Undo what you decided last',
    group: 'Page',
    run: undoLast,
  },
  help: {
    key: '?',
    label: 'These keys',
    group: 'Page',
    run: (desk) => {
      desk.helping = !desk.helping;
    },
  },
} as const satisfies Record<string, Binding>;

export type KeyName = keyof typeof KEYS;

/** What a key does, `null` if nothing. Capitals count by Shift, not by Caps Lock. */
export function bindingOf(event: KeyPress): Binding | null {
  if (event.altKey || event.metaKey) return null;
  const key = event.key.toLowerCase();
  const letter = /^[a-z]$/.test(key);
  const all: readonly Binding[] = Object.values(KEYS);
  return (
    all.find(
      (binding) =>
        binding.key === key &&
        (binding.ctrl ?? false) === event.ctrlKey &&
        (!letter || (binding.shift ?? false) === event.shiftKey),
    ) ?? null
  );
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** `G`, `⇧R`, `Ctrl Z`. */
export function keyText({ key, shift, ctrl }: Binding): string {
  return `${ctrl ? 'Ctrl ' : ''}${shift ? '⇧' : ''}${key.toUpperCase()}`;
}

function act(name: Act): Binding {
  const { key, label } = ACTS[name];
  return {
    key: key ?? '',
    label,
    group: 'Session',
    run: (desk) => {
      desk.act(name);
    },
  };
}

function rule(key: string, label: string, ruling: Parameters<typeof beginRule>[1]): Binding {
  return {
    key,
    label,
    group: 'Kart',
    run: (desk) => {
      beginRule(desk, ruling);
    },
  };
}

function goTo(key: string, label: string, panel: Panel): Binding {
  return {
    key,
    shift: true,
    label,
    group: 'Go to',
    run: (desk) => {
      desk.goTo(panel);
    },
  };
}

function goToView(key: string, label: string, view: View): Binding {
  return {
    key,
    shift: true,
    label,
    group: 'Go to',
    run: (desk) => {
      desk.view = view;
    },
  };
}
