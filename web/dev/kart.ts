/** A kart of the mock race, and what it would show on the board. */

import type { Behind, Row, RowRuling, RowStatus } from '../src/lib/messages.ts';
import { nameOf, numberOf } from './people.ts';
import type { Scenario } from './scenario.ts';

export interface Kart {
  readonly id: string;
  readonly index: number;
  readonly classId: string;
  readonly paceUs: number;
  readonly status: RowStatus;
  readonly startedAt: number;
  laps: number;
  /** -1 until it has crossed. */
  crossedUs: number;
  nextUs: number;
  lastUs: number;
  bestUs: number;
  bestLap: number;
  gap: Behind | undefined;
  classGap: Behind | undefined;
}

const RULINGS: readonly RowRuling[] = [
  { ruling: 'time_penalty', amount: 5_000_000 },
  { ruling: 'investigated' },
  { ruling: 'docked_places', amount: 2 },
];

export function isOnTrack({ status }: Kart): boolean {
  return ['running', 'unknown', 'visitor'].includes(status);
}

export function isScored({ status }: Kart): boolean {
  return ['running', 'finished', 'dnf'].includes(status);
}

/** By laps and then by crossing, or by best lap. */
export function inOrder(karts: readonly Kart[], byBest: boolean): Kart[] {
  const crossed = (kart: Kart): number => (kart.crossedUs < 0 ? Infinity : kart.crossedUs);
  const best = (kart: Kart): number => (kart.bestUs === 0 ? Infinity : kart.bestUs);
  return [...karts].sort(
    (a, b) =>
      (byBest ? compare(best(a), best(b)) : b.laps - a.laps || compare(crossed(a), crossed(b))) ||
      a.index - b.index,
  );
}

/** How far `kart` is behind `other`; nothing if there is no time to say it with. */
export function behind(kart: Kart, other: Kart | undefined, byBest: boolean): Behind | undefined {
  if (other === undefined || other === kart) return undefined;
  if (byBest) return kart.bestUs === 0 ? undefined : { us: kart.bestUs - other.bestUs };
  const laps = other.laps - kart.laps;
  if (laps > 1 || (laps === 1 && kart.crossedUs >= other.crossedUs)) return { laps };
  if (kart.crossedUs < 0) return undefined;
  return { us: Math.max(0, Math.round(kart.crossedUs - other.crossedUs + laps * kart.paceUs)) };
}

/** The board's rows: the scored in their order, then the others. */
export function rowsOf(karts: readonly Kart[], { kind, names, statuses }: Scenario): Row[] {
  const byBest = kind !== 'race';
  const scored = inOrder(karts.filter(isScored), byBest);
  const rest = karts.filter((kart) => !isScored(kart));
  const rows = scored.map((kart, place): Row => {
    const classmates = scored.filter(({ classId }) => classId === kart.classId);
    const classPlace = classmates.indexOf(kart);
    return given<Row>({
      ...common(kart, names),
      position: place + 1,
      class_position: classPlace + 1,
      gap: byBest ? behind(kart, scored[0], true) : kart.gap,
      interval: behind(kart, scored[place - 1], byBest),
      class_gap: byBest ? behind(kart, classmates[0], true) : kart.classGap,
      class_interval: behind(kart, classmates[classPlace - 1], byBest),
      gained: byBest ? undefined : kart.startedAt - place - 1,
      rulings: statuses && place < RULINGS.length ? RULINGS.slice(place, place + 1) : undefined,
    });
  });
  return [...rows, ...rest.map((kart) => given<Row>(common(kart, names)))];
}

/** The row's fields that may be missing, written with `undefined` where they are. */
type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

function common(kart: Kart, names: Scenario['names']): Loose<Row> {
  const unknown = kart.status === 'unknown';
  const timed = kart.lastUs > 0;
  return {
    id: kart.id,
    number: unknown ? '' : numberOf(kart.index),
    name: unknown ? `10${kart.index}5512` : nameOf(kart.index, names),
    status: kart.status,
    laps: kart.laps > 0 ? kart.laps : undefined,
    class_id: unknown ? undefined : kart.classId,
    last_us: timed ? kart.lastUs : undefined,
    best_us: timed ? kart.bestUs : undefined,
    best_lap: timed ? kart.bestLap : undefined,
    crossed_track_us: kart.crossedUs < 0 ? undefined : kart.crossedUs,
  };
}

/** `fields` without those that are missing, as the server leaves them out. */
function given<T>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
