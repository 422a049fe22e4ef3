/** What the views say for what they are given: rendered without a browser, read as text and marks. */

import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { Row, Session } from '../lib/messages.ts';
import type { Board as BoardState } from '../lib/store.ts';
import Board from './Board.svelte';
import Empty from './Empty.svelte';
import FlagBand from './FlagBand.svelte';
import SessionHead from './SessionHead.svelte';
import StatusBar from './StatusBar.svelte';
import { NO_MOVES, type Moves } from './moves.ts';
import { tagsOf } from './tags.ts';

const LEADER: Row = {
  id: 'r7',
  position: 1,
  class_position: 1,
  number: '07',
  name: 'Ada Brandt',
  class_id: 'c0',
  status: 'running',
  laps: 5,
  last_us: 56_930_000,
  best_us: 56_930_000,
  best_lap: 5,
  gained: 2,
  crossed_track_us: 300_000_000,
};
const CHASER: Row = {
  ...LEADER,
  id: 'r12',
  position: 2,
  number: '12',
  name: 'Ben Castell',
  best_us: 56_400_000,
  best_lap: 3,
  last_us: 62_345_000,
  gap: { us: 300_000 },
  interval: { us: 300_000 },
  gained: -1,
};
const SESSION: Session = {
  id: 's1',
  name: 'Heat 1',
  kind: 'race',
  phase: 'running',
  flag: 'green',
};
const STATE: BoardState = {
  meeting: { id: 'm', name: 'Spring Cup' },
  session: SESSION,
  rows: [LEADER],
  timing: { live: true },
};

interface BoardOptions {
  race?: boolean;
  filtered?: boolean;
  moves?: Moves;
}

function boardOf(rows: readonly Row[], options: BoardOptions = {}): string {
  const props = {
    rows,
    shown: 'gap' as const,
    race: true,
    best: { row: 'r12', lap_us: 56_400_000 },
    classes: new Map([['c0', { id: 'c0', name: 'Junior', tint: 3 }]]),
    filtered: false,
    moves: NO_MOVES,
    ...options,
  };
  return render(Board, { props }).body;
}

/** The text of a cell of the row with `id`, as a screen reader has it. */
function cell(html: string, id: string, column: string): string {
  const row = html.split('data-row-id="').find((part) => part.startsWith(`${id}"`)) ?? '';
  const after = row.split(`data-cell="${column}"`)[1] ?? '';
  const content = after.slice(after.indexOf('>') + 1).split(/<span role="/)[0] ?? '';
  return content
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('a row', () => {
  const html = boardOf([LEADER, CHASER]);

  it('says what a race is about', () => {
    const columns = [
      'position',
      'number',
      'name',
      'class',
      'laps',
      'gap',
      'interval',
      'last',
      'best',
    ];
    expect(columns.map((column) => cell(html, 'r12', column))).toEqual([
      '2 ▼1 lost 1 place',
      '12',
      'Ben Castell',
      'Junior',
      '5',
      '+0.300',
      '+0.300',
      '1:02.345',
      '56.400 best lap of the session',
    ]);
  });

  it('says of the leader that it leads, and what it won', () => {
    expect(cell(html, 'r7', 'position')).toBe('1 ▲2 gained 2 places');
    expect(cell(html, 'r7', 'gap')).toBe('Leader');
    expect(cell(html, 'r7', 'interval')).toBe('');
    expect(cell(html, 'r7', 'last')).toBe('56.930 personal best');
  });

  it('says nothing of times that are not there', () => {
    const waiting: Row = { id: 'w', number: '9', name: 'Cleo', status: 'waiting' };
    const bare = boardOf([waiting]);
    for (const column of ['laps', 'gap', 'interval', 'last', 'best']) {
      expect(cell(bare, 'w', column)).toBe('');
    }
    expect(cell(bare, 'w', 'position')).toBe('–');
  });

  it.each([
    [{ laps: 1 }, '+1 lap'],
    [{ laps: 12 }, '+12 laps'],
    [{ us: 0 }, '+0.000'],
    [{}, ''],
  ])('tells a distance of %j as %j', (gap, text) => {
    expect(cell(boardOf([{ ...CHASER, gap }]), 'r12', 'gap')).toBe(text);
  });

  it.each([
    ['running', 'Ada Brandt'],
    ['waiting', 'Ada Brandt Waiting Not yet heard'],
    ['visitor', 'Ada Brandt Visitor Visitor, not scored in this session'],
    ['unknown', 'Ada Brandt Unknown Unknown transponder'],
    ['dnf', 'Ada Brandt DNF Did not finish'],
    ['dns', 'Ada Brandt DNS Did not start'],
    ['dq', 'Ada Brandt DQ Disqualified'],
  ] as const)('that is %s says so beside the name', (status, text) => {
    expect(cell(boardOf([{ ...LEADER, status }]), 'r7', 'name')).toBe(text);
  });

  it('that has finished carries the flag', () => {
    expect(boardOf([LEADER])).not.toContain('Finished');
    const html = boardOf([{ ...LEADER, status: 'finished' }]);
    expect(html).toContain('aria-label="Finished"');
    expect(cell(html, 'r7', 'laps')).toBe('5');
  });

  it.each([
    ['docked_places', 2, '−2 places Penalty: loses 2 places'],
    ['docked_gained', 1, '−1 place Penalty: loses 1 place'],
    ['rear_of_field', undefined, 'To rear Penalty: placed behind the last finisher'],
    ['docked_laps', 1, '−1 lap Penalty: loses 1 lap'],
    ['docked_laps', -1, '+1 lap 1 lap credited'],
    ['time_penalty', 5_000_000, '+5 s Penalty: 5 seconds'],
    ['investigated', undefined, 'Inv. Under investigation'],
    ['disqualified', undefined, ''],
    ['a ruling of a later server', 3, ''],
  ])('about which was ruled %s (%s) says %j', (ruling, amount, text) => {
    const ruled = { ...LEADER, rulings: [{ ruling, ...(amount === undefined ? {} : { amount }) }] };
    expect(cell(boardOf([ruled]), 'r7', 'name')).toBe(`Ada Brandt ${text}`.trim());
  });

  it('about which much was ruled shows two tags and counts the rest', () => {
    const rulings = [{ ruling: 'warned' }, { ruling: 'warned' }, { ruling: 'rear_of_field' }];
    const ruled = { ...LEADER, status: 'dnf', rulings } as const;
    expect(tagsOf(ruled)).toHaveLength(4);
    expect(cell(boardOf([ruled]), 'r7', 'name')).toBe(
      'Ada Brandt DNF Did not finish Warned Warned ' +
        '+2 Warned, Penalty: placed behind the last finisher',
    );
  });

  it('without a name is an unknown transponder', () => {
    expect(cell(boardOf([{ ...LEADER, name: '', status: 'unknown' }]), 'r7', 'name')).toBe(
      'Unknown transponder',
    );
  });

  it('escapes what people are called', () => {
    expect(boardOf([{ ...LEADER, name: '<img src=x>' }])).not.toContain('<img');
  });

  it('shows the place in its class when only one class is shown', () => {
    const third = boardOf([{ ...CHASER, position: 9, class_position: 3 }], { filtered: true });
    expect(cell(third, 'r12', 'position')).toBe('3 P9');
  });

  it('shows the distances in its class when only one class is shown', () => {
    const inClass = { ...CHASER, class_gap: { us: 900_000 }, class_interval: { laps: 1 } };
    const html = boardOf([{ ...LEADER, position: 4 }, inClass], { filtered: true });
    expect(cell(html, 'r7', 'gap')).toBe('Leader');
    expect(cell(html, 'r12', 'gap')).toBe('+0.900');
    expect(cell(html, 'r12', 'interval')).toBe('+1 lap');
  });

  it('shows recent moves where there is no start to count from', () => {
    const moves = new Map([['r12', { places: 4, untilMs: 0 }]]);
    const practice = boardOf([LEADER, CHASER], { race: false, moves });
    expect(cell(practice, 'r12', 'position')).toBe('2 ▲4 gained 4 places');
    expect(cell(practice, 'r7', 'position')).toBe('1');
  });
});

describe('the flag', () => {
  function band(session: Partial<Session>): string {
    const { body } = render(FlagBand, {
      props: { session: { ...SESSION, ...session }, server: null, stale: false },
    });
    return body
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  }

  it.each([
    [{ flag: 'yellow' }, 'Yellow flag'],
    [{ flag: 'none', phase: 'staged' }, 'On the grid'],
    [{ laps_total: 20, laps_to_go: 13 }, 'Green flag 13 laps to go Lap 8 of 20'],
    [{ laps_total: 20, laps_to_go: 1, flag: 'white' }, 'White flag Last lap'],
    [{ laps_total: 20, laps_to_go: 0, flag: 'chequered' }, 'Chequered flag'],
    [{ laps_total: 20 }, 'Green flag 20 laps'],
    [
      { forecast: { laps_to_go: 4, white_server_us: 0, chequered_server_us: 0 } },
      'Green flag ≈ 4 laps to go',
    ],
    [
      { laps_total: 20, laps_to_go: 0, flag: 'chequered', phase: 'provisional' },
      'Provisional result',
    ],
    [{ laps_total: 20, laps_to_go: 0, flag: 'none', phase: 'official' }, 'Official result'],
  ] as const)('of %j says %j', (session, text) => {
    expect(band(session)).toBe(text);
  });
});

describe('the head', () => {
  it('names the session, its kind and how far it is', () => {
    const { body } = render(SessionHead, {
      props: { session: { ...SESSION, phase: 'provisional' } },
    });
    expect(body).toContain('data-phase="provisional"');
    expect(
      body
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe('Heat 1 Race Provisional result');
  });
});

describe('an empty board', () => {
  function empty(board: BoardState | null, filtered = false): string {
    const props = { board, filtered, showAll: () => undefined };
    return /<h2[^>]*>(.*?)<\/h2>/.exec(render(Empty, { props }).body)?.[1] ?? '';
  }

  it.each([
    ['Connecting to the timing…', null],
    ['No meeting is on', { ...STATE, meeting: null, session: null }],
    ['No session on track', { ...STATE, session: null }],
    ['Waiting for the first kart…', STATE],
    [
      'Nobody is entered in this session yet',
      { ...STATE, session: { ...SESSION, phase: 'staged' } },
    ],
  ] as const)('says %j', (text, board) => {
    expect(empty(board)).toBe(text);
  });

  it('says that it is the filter that hides the karts', () => {
    expect(empty(STATE, true)).toBe('No kart of this class in this session');
  });
});

describe('the status', () => {
  function status(board: BoardState, silentSeconds: number | null = null, coreLive = true): string {
    const { body } = render(StatusBar, { props: { board, silentSeconds, coreLive } });
    return body
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  }

  it('is silent while all is well', () => {
    expect(status(STATE)).toBe('');
  });

  it('says that the decoder is not heard', () => {
    expect(status({ ...STATE, timing: { live: false } })).toMatch(/^Timing feed lost/);
  });

  it('says first that the connection is lost: what the decoder does is not known then', () => {
    expect(status({ ...STATE, timing: { live: false } }, 12)).toMatch(
      /^Connection lost 12 s ago\. Reconnecting…$/,
    );
  });

  it('says that the timing server is not heard behind the one that answers', () => {
    expect(status(STATE, null, false)).toMatch(/^The timing server is not heard/);
  });

  it('tells the notice of the officials', () => {
    expect(status({ ...STATE, session: { ...SESSION, notice: 'Kart 7: black flag' } })).toBe(
      'Kart 7: black flag',
    );
  });

  it('waits for the first kart until one has crossed', () => {
    const { crossed_track_us: _crossed, ...unheard } = LEADER;
    expect(status({ ...STATE, rows: [unheard, unheard] })).toBe('Waiting for the first kart…');
    expect(status({ ...STATE, rows: [unheard, LEADER] })).toBe('');
  });
});
