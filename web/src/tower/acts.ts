/** What officials do to a session: how it is called, which key does it, what it costs. */

import type { AnyCommand, Me } from '../lib/tower-api.ts';
import type { Act, SessionInfo } from '../lib/tower-messages.ts';

/** An act as a button and as a command. */
export interface ActInfo {
  readonly label: string;
  /** The key that does it, if one does. */
  readonly key?: string;
  /** What is said when it is done. */
  readonly done: string;
  /** What it means, asked before it is done; absent where nothing is lost by doing it at once. */
  readonly costs?: string;
  /** The journal wants a reason. */
  readonly needsWhy?: true;
}

export const FLAG_ACTS = ['green', 'yellow', 'red', 'white', 'chequered'] as const;
export const OTHER_ACTS = ['form_up', 'close', 'publish', 'confirm'] as const;
export const RARE_ACTS = ['reopen', 'abandon'] as const;

export const ACTS: Readonly<Record<Act, ActInfo>> = {
  open: { label: 'Open', key: 'o', done: 'is open' },
  form_up: { label: 'Form up', key: 'f', done: 'forms up' },
  green: { label: 'Green', key: 'g', done: 'is green' },
  yellow: { label: 'Yellow', key: 'y', done: 'is under yellow' },
  red: { label: 'Red', key: 'r', done: 'is stopped by red', costs: 'Every kart stops.' },
  white: { label: 'White', key: 'w', done: 'is on its last lap' },
  chequered: {
    label: 'Chequered',
    key: 'c',
    done: 'has the chequered flag',
    costs: 'Each kart ends at its next crossing.',
  },
  close: {
    label: 'End',
    key: 'e',
    done: 'is closed',
    costs: 'Crossings from now on are kept, and count for nothing in this session.',
  },
  publish: { label: 'Publish', key: 'p', done: 'has a provisional result' },
  confirm: {
    label: 'Official',
    key: 'k',
    done: 'has an official result',
    costs: 'The provisional result becomes the official one.',
  },
  reopen: {
    label: 'Reopen',
    done: 'is open again',
    costs: 'The session goes back to where it was on track.',
    needsWhy: true,
  },
  abandon: {
    label: 'Abandon',
    done: 'is abandoned',
    costs: 'The session ends without a result.',
    needsWhy: true,
  },
};

/** The command of `act`, at an instant of the track clock where one is named. */
export function commandOf(act: Act, session: string, atTrackUs: number | null): AnyCommand {
  const at = atTrackUs === null ? {} : { at_track_us: atTrackUs };
  switch (act) {
    case 'open':
      return { command: 'open_session', session };
    case 'close':
      return { command: 'close_session', session, ...at };
    case 'publish':
      return { command: 'publish_result', session };
    case 'confirm':
      return { command: 'publish_result', session, official: true };
    case 'form_up':
    case 'abandon':
    case 'reopen':
      return { command: 'act_on_session', session, act };
    case 'green':
    case 'yellow':
    case 'red':
    case 'white':
    case 'chequered':
      return { command: 'show_flag', session, flag: act, ...at };
  }
}

/** Why `act` cannot be done now, as a sentence; `null` if it can. */
export function obstacle(act: Act, session: SessionInfo | null, me: Me): string | null {
  if (session === null) return 'No session is on track.';
  if (!(me.may ?? []).includes(commandOf(act, session.id, null).command)) {
    return `As ${me.role} you may not do this.`;
  }
  if (!(session.acts ?? []).includes(act)) {
    return `${ACTS[act].label} is not possible now: ${session.name} is ${STATE_WORDS[session.state]}.`;
  }
  return null;
}

/** How a session stands, in the middle of a sentence. */
export const STATE_WORDS: Readonly<Record<SessionInfo['state'], string>> = {
  planned: 'planned',
  staged: 'on the grid',
  formation: 'on its formation lap',
  green: 'under green',
  caution: 'under yellow',
  red: 'stopped',
  restart: 'forming up for the restart',
  white: 'on its last lap',
  chequered: 'under the chequered flag',
  finished: 'finished',
  provisional: 'published as provisional',
  official: 'official',
  abandoned: 'abandoned',
};
