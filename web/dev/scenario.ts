/** What the mock shows, as the query of its address says: `/mock?karts=60&classes=12&names=long`. */

import type { Flag, Phase, SessionKind } from '../src/lib/messages.ts';

export interface Scenario {
  readonly seed: number;
  readonly karts: number;
  readonly classes: number;
  readonly names: 'usual' | 'long';
  readonly kind: SessionKind;
  readonly phase: Phase;
  readonly flag: Flag;
  /** Scheduled laps; 0 for a session by time alone. */
  readonly laps: number;
  /** Laps that are run before anybody looks. */
  readonly ran: number;
  /** Seconds of race in a second of ours. */
  readonly rate: number;
  /** Every kart's row changes, and some neighbours swap, in each window of 100 ms. */
  readonly storm: boolean;
  /** The board has nothing to show: no meeting, no session, or no karts. */
  readonly empty: 'no' | 'meeting' | 'session' | 'karts';
  /** Some karts are out, unknown, visiting or not heard yet. */
  readonly statuses: boolean;
  readonly timing: boolean;
  readonly notice: string;
}

export const USUAL: Scenario = {
  seed: 1,
  karts: 24,
  classes: 3,
  names: 'usual',
  kind: 'race',
  phase: 'running',
  flag: 'green',
  laps: 20,
  ran: 7,
  rate: 1,
  storm: false,
  empty: 'no',
  statuses: false,
  timing: true,
  notice: '',
};

/** `USUAL` with what `query` says otherwise; a value is read as its usual one is typed. */
export function scenarioFrom(query: URLSearchParams): Scenario {
  const entries = Object.entries(USUAL).map(([key, usual]: [string, unknown]) => {
    const text = query.get(key);
    if (text === null) return [key, usual];
    if (typeof usual === 'number') return [key, Number(text)];
    return [key, typeof usual === 'boolean' ? text === 'true' : text];
  });
  return Object.fromEntries(entries) as Scenario;
}
