import { describe, expect, it } from 'vitest';
import type { Me } from '../lib/tower-api.ts';
import type { Act, SessionInfo } from '../lib/tower-messages.ts';
import { ACTS, commandOf, obstacle } from './acts.ts';

const SESSION: SessionInfo = {
  id: 's',
  name: 'Heat 1',
  kind: 'race',
  state: 'green',
  acts: ['yellow', 'red'],
};
const DIRECTOR: Me = {
  who: 'Dora',
  role: 'director',
  expires_wall_us: 0,
  may: ['show_flag', 'act_on_session'],
};
const ALL = Object.keys(ACTS) as Act[];

describe('an act', () => {
  it.each([
    ['open', { command: 'open_session', session: 's' }],
    ['green', { command: 'show_flag', session: 's', flag: 'green' }],
    ['form_up', { command: 'act_on_session', session: 's', act: 'form_up' }],
    ['close', { command: 'close_session', session: 's' }],
    ['publish', { command: 'publish_result', session: 's' }],
    ['confirm', { command: 'publish_result', session: 's', official: true }],
  ] as const)('%s is a command', (act, command) => {
    expect(commandOf(act, 's', null)).toEqual(command);
  });

  it('is about the instant at which it was begun, where that can be said', () => {
    expect(commandOf('red', 's', 5)).toMatchObject({ flag: 'red', at_track_us: 5 });
    expect(commandOf('close', 's', 5)).toMatchObject({ at_track_us: 5 });
  });

  it('is possible when the session allows it and the role may', () => {
    expect(obstacle('yellow', SESSION, DIRECTOR)).toBeNull();
  });

  it.each([
    ['green', SESSION, 'Green is not possible now: Heat 1 is under green.'],
    ['yellow', null, 'No session is on track.'],
    ['publish', SESSION, 'As director you may not do this.'],
  ] as const)('%s that is not possible says why', (act, session, why) => {
    expect(obstacle(act, session, DIRECTOR)).toBe(why);
  });

  it('that costs something is asked about first', () => {
    const asked = ALL.filter((act) => ACTS[act].costs !== undefined);
    expect(asked.sort()).toEqual(['abandon', 'chequered', 'close', 'confirm', 'red', 'reopen']);
  });
});
