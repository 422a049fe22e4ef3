import { describe, expect, it } from 'vitest';
import type { Row } from '../lib/messages.ts';
import type { EntryInfo, PassingInfo } from '../lib/tower-messages.ts';
import { transponderOf, unknowns } from './unknowns.ts';

function passing(n: number, transponder: number, entry?: string): PassingInfo {
  const known = entry === undefined ? {} : { entry };
  return { n, track_us: n * 1_000, transponder, use: 'lap', ...known };
}

function row(name: string, crossed: number, status: Row['status'] = 'unknown'): Row {
  return { id: `t${name}`, number: '', name, status, crossed_track_us: crossed };
}

function numbers(passings: PassingInfo[], rows: Row[] = [], entries: EntryInfo[] = []): number[] {
  return unknowns(passings, rows, entries).map(({ transponder }) => transponder);
}

describe('unknown transponders', () => {
  it('come in the order in which they were heard last, each once', () => {
    expect(numbers([passing(1, 11), passing(2, 22), passing(3, 11)])).toEqual([11, 22]);
  });

  it('bring their last passing along', () => {
    expect(unknowns([passing(1, 11), passing(3, 11)], [], [])[0]?.passing?.n).toBe(3);
  });

  it('are not those that belong to somebody, then or since', () => {
    const owner: EntryInfo = {
      id: 'e',
      class_id: 'c',
      number: '7',
      name: '',
      public_name: '',
      carries: [22],
    };
    expect(numbers([passing(1, 11, 'somebody'), passing(2, 22)], [], [owner])).toEqual([]);
  });

  it('are found in the standings when their passings have left the list', () => {
    expect(numbers([passing(9, 11)], [row('22', 5), row('33', 7), row('11', 9)])).toEqual([
      11, 33, 22,
    ]);
  });

  it('are not credited crossings, which have none', () => {
    expect(numbers([{ n: 1, track_us: 0, use: 'lap', credited: true }])).toEqual([]);
  });
});

it('a row that belongs to somebody has no transponder of its own, whatever its name is', () => {
  expect(transponderOf(row('4711', 0))).toBe(4711);
  expect(transponderOf(row('4711', 0, 'running'))).toBeNull();
});
