import { describe, expect, it } from 'vitest';
import { RESYNC } from './store.ts';
import { applyTowerMessage, changedList, type TowerLive } from './tower-store.ts';
import type { AnyTowerChange, AnyTowerMessage, PassingInfo, TowerState } from './tower-messages.ts';

const EMPTY: TowerState = { board: { timing: { live: true } }, track: {}, store: { saved: true } };

function passing(n: number, more: Partial<PassingInfo> = {}): PassingInfo {
  return { n, track_us: n * 1_000_000, transponder: 100 + n, use: 'lap', ...more };
}

function change(from: number, to: number, ...changes: AnyTowerChange[]): AnyTowerMessage {
  return { type: 'change', stream: 'a', from, to, changes };
}

/** The state after `message`, which must follow. */
function follow(live: TowerLive | null, message: AnyTowerMessage): TowerLive {
  const next = applyTowerMessage(live, message);
  if (next === RESYNC || next === null) throw new Error('the message should have been applied');
  return next;
}

const AT_10 = follow(null, {
  type: 'snapshot',
  stream: 'a',
  n: 10,
  state: { ...EMPTY, passings: [passing(8), passing(9)] },
});

describe('a snapshot', () => {
  it('is the whole state, with what it leaves out being nothing', () => {
    const { tower } = follow(AT_10, { type: 'snapshot', stream: 'b', n: 3, state: EMPTY });
    expect(tower).toEqual({
      board: { meeting: null, session: null, rows: [], timing: { live: true } },
      track: {},
      sessions: [],
      entries: [],
      passings: [],
      decisions: [],
      proposals: [],
      decoders: [],
      gaps: [],
      store: { saved: true },
    });
  });
});

describe('a change', () => {
  it('appends what is new and takes away what left', () => {
    const next = follow(
      AT_10,
      change(10, 11, { type: 'passings', items: [passing(11)], gone: [8] }),
    );
    expect(next.n).toBe(11);
    expect(next.tower.passings.map(({ n }) => n)).toEqual([9, 11]);
  });

  it('replaces in its place what differs', () => {
    const { tower } = follow(
      AT_10,
      change(10, 11, { type: 'passings', items: [passing(8, { use: 'ignored', ignored: 11 })] }),
    );
    expect(tower.passings.map(({ n, use }) => [n, use])).toEqual([
      [8, 'ignored'],
      [9, 'lap'],
    ]);
    expect(tower.passings[1]).toBe(AT_10.tower.passings[1]);
  });

  it('of the board is told as the public is told', () => {
    const { tower } = follow(
      AT_10,
      change(10, 12, {
        type: 'board',
        changes: [
          {
            type: 'rows_replaced',
            rows: [{ id: 'k', number: '7', name: 'Ada', status: 'running' }],
          },
        ],
      }),
    );
    expect(tower.board.rows.map(({ number }) => number)).toEqual(['7']);
  });

  it('of the board that does not follow asks for a snapshot', () => {
    const rows = { type: 'rows', order: ['nobody'] } as const;
    expect(applyTowerMessage(AT_10, change(10, 11, { type: 'board', changes: [rows] }))).toBe(
      RESYNC,
    );
  });

  it('says that nothing is saved, and that it is again', () => {
    const not = follow(
      AT_10,
      change(10, 11, { type: 'store', store: { saved: false, queued: 4 } }),
    );
    expect(not.tower.store).toEqual({ saved: false, queued: 4 });
    const again = follow(not, change(11, 12, { type: 'store', store: { saved: true } }));
    expect(again.tower.store).toEqual({ saved: true });
  });

  it.each([
    ['came after a gap', change(11, 12)],
    ['is of another stream', { ...change(10, 11), stream: 'b' } as AnyTowerMessage],
  ])('that %s asks for a snapshot', (_, message) => {
    expect(applyTowerMessage(AT_10, message)).toBe(RESYNC);
  });

  it('that no fact made goes from a number to the same number, and is followed', () => {
    const not = follow(AT_10, change(10, 10, { type: 'store', store: { saved: false } }));
    expect([not.n, not.tower.store.saved]).toEqual([10, false]);
  });

  it('that is already contained changes nothing', () => {
    expect(applyTowerMessage(AT_10, change(9, 10, { type: 'track', track: { sure: true } }))).toBe(
      AT_10,
    );
  });

  it('before any snapshot asks for one', () => {
    expect(applyTowerMessage(null, change(0, 1))).toBe(RESYNC);
  });
});

describe('an order of a list', () => {
  const keyOf = (text: string): string => text;

  it('is followed where it names every key once', () => {
    expect(changedList(['a', 'b'], { items: ['c'], order: ['c', 'a', 'b'] }, keyOf)).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it.each([[['a']], [['a', 'b', 'x']], [['a', 'a']]])('of %j is not whole', (order) => {
    expect(changedList(['a', 'b'], { order }, keyOf)).toBe(RESYNC);
  });
});
