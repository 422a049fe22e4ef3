/** The rulings that the tower can enter: how each is called, what it is about, and the command it makes. */

import type { AnyRuling } from '../lib/tower-api.ts';

export type RulingName = AnyRuling['ruling'];

/** What is filled in on the sheet; each ruling takes what it is about. */
export interface RulingFields {
  /** Places, laps, or seconds. */
  readonly amount: number | null;
  /** Places added to those gained. */
  readonly plus: number | null;
  readonly reason: 'mechanical' | 'slow' | 'stopped';
  readonly scope: 'session' | 'day' | 'meeting';
  readonly untilLap: number | null;
}

export interface RulingInfo {
  readonly name: RulingName;
  readonly label: string;
  /** What `amount` is, where the ruling has one. */
  readonly amount?: string;
  /** It happened at an instant that matters. */
  readonly at?: true;
  readonly raceOnly?: true;
  /** It shows in the order when the kart has finished. */
  readonly later?: true;
  readonly make: (fields: RulingFields) => AnyRuling | null;
}

const US_PER_SECOND = 1_000_000;

export const RULINGS: readonly RulingInfo[] = [
  {
    name: 'docked_places',
    label: 'Dock places',
    amount: 'Places',
    later: true,
    raceOnly: true,
    make: ({ amount }) => (isCount(amount) ? { ruling: 'docked_places', places: amount } : null),
  },
  {
    name: 'docked_gained',
    label: 'Dock the places gained, and more',
    amount: 'Places gained',
    later: true,
    raceOnly: true,
    make: ({ amount, plus }) =>
      Number.isInteger(amount) && Number.isInteger(plus)
        ? { ruling: 'docked_gained', gained: amount ?? 0, plus: plus ?? 0 }
        : null,
  },
  {
    name: 'rear_of_field',
    label: 'Rear of the field',
    later: true,
    raceOnly: true,
    make: () => ({ ruling: 'rear_of_field' }),
  },
  {
    name: 'docked_laps',
    label: 'Dock laps; negative credits them',
    amount: 'Laps',
    raceOnly: true,
    make: ({ amount }) =>
      Number.isInteger(amount) && amount !== 0
        ? { ruling: 'docked_laps', laps: amount ?? 0 }
        : null,
  },
  {
    name: 'time_penalty',
    label: 'Time penalty',
    amount: 'Seconds',
    raceOnly: true,
    make: ({ amount }) =>
      amount !== null && amount > 0
        ? { ruling: 'time_penalty', penalty_us: Math.round(amount * US_PER_SECOND) }
        : null,
  },
  {
    name: 'removed',
    label: 'Out of the race (meatball, stopped)',
    at: true,
    raceOnly: true,
    make: ({ reason }) => ({ ruling: 'removed', reason }),
  },
  {
    name: 'disqualified',
    label: 'Disqualify',
    make: ({ scope }) => ({ ruling: 'disqualified', scope }),
  },
  { name: 'did_not_start', label: 'Did not start', make: () => ({ ruling: 'did_not_start' }) },
  {
    name: 'laps_voided',
    label: 'Void laps',
    amount: 'From lap',
    make: ({ amount, untilLap }) =>
      isCount(amount)
        ? {
            ruling: 'laps_voided',
            from_lap: amount,
            ...(isCount(untilLap) ? { until_lap: untilLap } : {}),
          }
        : null,
  },
  {
    name: 're_run',
    label: 'Re-run of a qualifying attempt',
    amount: 'Laps that count',
    at: true,
    make: ({ amount }) => (isCount(amount) ? { ruling: 're_run', laps: amount } : null),
  },
  {
    name: 'admitted',
    label: 'Admit in spite of the cut-off',
    make: () => ({ ruling: 'admitted' }),
  },
  { name: 'warned', label: 'Warn', at: true, make: () => ({ ruling: 'warned' }) },
  {
    name: 'investigated',
    label: 'Under investigation',
    at: true,
    make: () => ({ ruling: 'investigated' }),
  },
];

export function rulingInfo(name: RulingName): RulingInfo {
  const found = RULINGS.find((info) => info.name === name);
  if (found === undefined) throw new Error(`no ruling is called ${name}`);
  return found;
}

function isCount(n: number | null): n is number {
  return n !== null && Number.isInteger(n) && n > 0;
}
