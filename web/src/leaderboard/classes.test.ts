import { describe, expect, it } from 'vitest';
import type { Board } from '../lib/store.ts';
import { TINTS, classesInSession, classesOf } from './classes.ts';

const BOARD: Board = {
  meeting: {
    id: 'm',
    name: 'Spring Cup',
    classes: ['cadet', 'junior', 'senior'].map((id) => ({ id, name: id.toUpperCase() })),
  },
  session: {
    id: 's',
    name: 'Heat 1',
    kind: 'race',
    phase: 'running',
    flag: 'green',
    class_ids: ['senior', 'cadet'],
  },
  rows: [{ id: 'r', number: '7', name: 'Ada', status: 'running', class_id: 'junior' }],
  timing: { live: true },
};

function names(board: Board): string[] {
  return classesInSession(board).map(({ name }) => name);
}

describe('the classes of a session', () => {
  it('come in the order of the meeting', () => {
    expect(names(BOARD)).toEqual(['CADET', 'SENIOR']);
  });

  it('are those of its karts where it names none', () => {
    const { session, ...rest } = BOARD;
    if (session === null) throw new Error('the board has a session');
    const { class_ids: _named, ...unnamed } = session;
    expect(names({ ...rest, session: unnamed })).toEqual(['JUNIOR']);
    expect(names({ ...rest, session: null })).toEqual(['JUNIOR']);
  });

  it('are none without a meeting', () => {
    expect(names({ ...BOARD, meeting: null })).toEqual([]);
  });
});

it('a class keeps its tint in every session, and a thirteenth gets one too', () => {
  const classes = Array.from({ length: TINTS + 1 }, (_, n) => ({ id: `c${n}`, name: `${n}` }));
  const tints = classesOf({ ...BOARD, meeting: { id: 'm', name: '', classes } });
  expect(tints.get('c3')?.tint).toBe(3);
  expect(tints.get(`c${TINTS}`)?.tint).toBe(0);
});
