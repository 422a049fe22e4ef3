import { describe, expect, it } from 'vitest';
import type { Meeting, Row, Session } from '../lib/messages.ts';
import { TINTS, classesInSession, classesOf } from './classes.ts';

const MEETING: Meeting = {
  id: 'm',
  name: 'Spring Cup',
  classes: ['cadet', 'junior', 'senior'].map((id) => ({ id, name: id.toUpperCase() })),
};
const SESSION: Session = {
  id: 's',
  name: 'Heat 1',
  kind: 'race',
  phase: 'running',
  flag: 'green',
};
const ROWS: Row[] = [
  { id: 'r', number: '7', name: 'Ada', status: 'running', class_id: 'junior' },
  { id: 'u', number: '', name: '', status: 'unknown' },
];

function names(meeting: Meeting | null, session: Session | null): string[] {
  return classesInSession(classesOf(meeting), session, ROWS).map(({ name }) => name);
}

describe('the classes of a session', () => {
  it('come in the order of the meeting', () => {
    expect(names(MEETING, { ...SESSION, class_ids: ['senior', 'cadet'] })).toEqual([
      'CADET',
      'SENIOR',
    ]);
  });

  it('are those of its karts where it names none', () => {
    expect(names(MEETING, SESSION)).toEqual(['JUNIOR']);
    expect(names(MEETING, null)).toEqual(['JUNIOR']);
  });

  it('are none without a meeting', () => {
    expect(names(null, SESSION)).toEqual([]);
  });
});

it('a class keeps its tint in every session, and a thirteenth gets one too', () => {
  const classes = Array.from({ length: TINTS + 1 }, (_, n) => ({ id: `c${n}`, name: `${n}` }));
  const tints = classesOf({ id: 'm', name: '', classes });
  expect(tints.get('c3')?.tint).toBe(3);
  expect(tints.get(`c${TINTS}`)?.tint).toBe(0);
});
