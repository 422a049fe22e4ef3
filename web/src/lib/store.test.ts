import { describe, expect, it } from 'vitest';
import type { AnyChange, AnyMessage, Row, Session } from './messages.ts';
import { RESYNC, applyMessage, type LiveState } from './store.ts';

const SESSION: Session = {
  id: 's1',
  name: 'Heat 1',
  kind: 'race',
  phase: 'running',
  flag: 'green',
};

function kart(id: string, more: Partial<Row> = {}): Row {
  return { id, number: id, name: `Driver ${id}`, status: 'running', ...more };
}

function change(from: number, to: number, ...changes: AnyChange[]): AnyMessage {
  return { type: 'change', stream: 'a', from, to, changes };
}

/** The state after `message`, which must follow. */
function follow(state: LiveState | null, message: AnyMessage): LiveState {
  const next = applyMessage(state, message);
  if (next === RESYNC || next === null) throw new Error('the message should have been applied');
  return next;
}

function ids(state: LiveState): string[] {
  return state.board.rows.map(({ id }) => id);
}

const AT_10 = follow(null, {
  type: 'snapshot',
  stream: 'a',
  n: 10,
  state: {
    meeting: { id: 'm', name: 'Spring Cup' },
    session: SESSION,
    rows: [kart('7'), kart('8'), kart('9')],
    timing: { live: true },
  },
});

describe('a snapshot', () => {
  it('is the whole state, with what it leaves out being nothing', () => {
    const state = follow(AT_10, {
      type: 'snapshot',
      stream: 'b',
      n: 3,
      state: { timing: { live: false } },
    });
    expect(state).toEqual({
      stream: 'b',
      n: 3,
      board: { meeting: null, session: null, rows: [], timing: { live: false } },
    });
  });

  it('is taken even if it is older: the server says what is', () => {
    const snapshot: AnyMessage = {
      type: 'snapshot',
      stream: 'a',
      n: 4,
      state: { timing: { live: true } },
    };
    expect(follow(AT_10, snapshot).n).toBe(4);
  });
});

describe('a change', () => {
  it('needs a snapshot first', () => {
    expect(applyMessage(null, change(10, 11))).toBe(RESYNC);
  });

  it('that follows is applied and sets the number', () => {
    const state = follow(AT_10, change(10, 14, { type: 'timing', timing: { live: false } }));
    expect(state.n).toBe(14);
    expect(state.board.timing.live).toBe(false);
    expect(state.board.rows).toBe(AT_10.board.rows);
  });

  it('after a missed one asks for a snapshot', () => {
    expect(applyMessage(AT_10, change(11, 12))).toBe(RESYNC);
  });

  it('of another stream asks for a snapshot, even if its number would fit', () => {
    expect(
      applyMessage(AT_10, { type: 'change', stream: 'b', from: 10, to: 11, changes: [] }),
    ).toBe(RESYNC);
  });

  it('that comes twice is applied once', () => {
    const gone = change(10, 11, { type: 'rows', gone: ['8'] });
    const once = follow(AT_10, gone);
    expect(applyMessage(once, gone)).toBe(once);
    expect(applyMessage(once, change(7, 8, { type: 'rows_replaced', rows: [] }))).toBe(once);
  });

  it('that is known in part asks for a snapshot', () => {
    expect(applyMessage(AT_10, change(9, 11))).toBe(RESYNC);
  });

  it('leaves the old state as it was', () => {
    const before = structuredClone(AT_10);
    follow(AT_10, change(10, 11, { type: 'rows', rows: [kart('7', { laps: 1 })], gone: ['9'] }));
    expect(AT_10).toEqual(before);
  });

  it('applies its parts in order', () => {
    const state = follow(
      AT_10,
      change(
        10,
        11,
        { type: 'session', session: { ...SESSION, id: 's2' } },
        { type: 'rows_replaced', rows: [kart('1'), kart('2')] },
        { type: 'rows', order: ['2', '1'] },
        { type: 'meeting', meeting: null },
      ),
    );
    expect(state.board.session?.id).toBe('s2');
    expect(ids(state)).toEqual(['2', '1']);
    expect(state.board.meeting).toBeNull();
  });

  it('of the session alone keeps the rows', () => {
    const state = follow(
      AT_10,
      change(10, 11, { type: 'session', session: { ...SESSION, flag: 'yellow' } }),
    );
    expect(state.board.session?.flag).toBe('yellow');
    expect(state.board.rows).toBe(AT_10.board.rows);
  });

  it('clears the session', () => {
    const state = follow(AT_10, change(10, 11, { type: 'session', session: null }));
    expect(state.board.session).toBeNull();
  });
});

describe('rows', () => {
  it('that did not change stay the same objects in the same places', () => {
    const state = follow(AT_10, change(10, 11, { type: 'rows', rows: [kart('8', { laps: 4 })] }));
    expect(ids(state)).toEqual(['7', '8', '9']);
    expect(state.board.rows[0]).toBe(AT_10.board.rows[0]);
    expect(state.board.rows[1]?.laps).toBe(4);
    expect(state.board.rows[2]).toBe(AT_10.board.rows[2]);
  });

  it('are whole: what a changed row no longer says is gone', () => {
    const ahead = follow(AT_10, change(10, 11, { type: 'rows', rows: [kart('8', { gained: 2 })] }));
    const state = follow(ahead, change(11, 12, { type: 'rows', rows: [kart('8')] }));
    expect(state.board.rows[1]).not.toHaveProperty('gained');
  });

  it('are reordered', () => {
    const state = follow(AT_10, change(10, 11, { type: 'rows', order: ['9', '7', '8'] }));
    expect(ids(state)).toEqual(['9', '7', '8']);
    expect(state.board.rows[0]).toBe(AT_10.board.rows[2]);
  });

  it('come and go in one step', () => {
    const state = follow(
      AT_10,
      change(10, 11, {
        type: 'rows',
        rows: [kart('6')],
        gone: ['8'],
        order: ['6', '7', '9'],
      }),
    );
    expect(ids(state)).toEqual(['6', '7', '9']);
  });

  it('that are new without a new order come last', () => {
    const state = follow(AT_10, change(10, 11, { type: 'rows', rows: [kart('6')] }));
    expect(ids(state)).toEqual(['7', '8', '9', '6']);
  });

  it.each([
    ['leaves a row out', ['7', '8']],
    ['names a row that is unknown', ['7', '8', '9', '5']],
    ['names an unknown row in place of another', ['7', '8', '5']],
    ['names a row twice', ['7', '8', '8']],
    ['names a row twice beside all others', ['7', '8', '9', '9']],
  ])('in an order that %s ask for a snapshot', (_, order) => {
    expect(applyMessage(AT_10, change(10, 11, { type: 'rows', order }))).toBe(RESYNC);
  });
});

describe('what is no news', () => {
  it('changes nothing: a hello', () => {
    expect(applyMessage(AT_10, { type: 'hello', server_us: 1 })).toBe(AT_10);
    expect(applyMessage(null, { type: 'hello', server_us: 1 })).toBeNull();
  });

  it('changes nothing: a message of a newer server', () => {
    const unknown = { type: 'weather' } as unknown as AnyMessage;
    expect(applyMessage(AT_10, unknown)).toBe(AT_10);
  });

  it('is skipped inside a change that is otherwise understood', () => {
    const unknown = { type: 'weather', rain: true } as unknown as AnyChange;
    const state = follow(AT_10, change(10, 11, unknown, { type: 'rows', gone: ['7'] }));
    expect(state.n).toBe(11);
    expect(ids(state)).toEqual(['8', '9']);
  });
});
