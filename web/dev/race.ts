/** A plausible session, for looking at the pages without a server. It is no scoring and proves none. */

import type { Behind, PublicState, Row, RowStatus, Session } from '../src/lib/messages.ts';
import { CLASSES, nameOf, numberOf } from './people.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';

const US = 1_000_000;
const LAP_US = 56 * US;
const SESSION_US = 25 * 60 * US;

interface Kart {
  readonly id: string;
  readonly index: number;
  readonly classId: string;
  readonly paceUs: number;
  status: RowStatus;
  startedAt: number;
  laps: number;
  crossedUs: number;
  nextUs: number;
  lastUs: number;
  bestUs: number;
  bestLap: number;
  gap: Behind | undefined;
}

export class Race {
  readonly #scenario: Scenario;
  readonly #random: () => number;
  readonly #karts: Kart[];
  #nowUs = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#random = seeded(scenario.seed);
    this.#karts = Array.from({ length: scenario.karts }, (_, index) => this.#kart(index));
    this.advance(scenario.ran * LAP_US * 1.03);
  }

  get nowUs(): number {
    return this.#nowUs;
  }

  /** Lets `us` microseconds of the session pass. */
  advance(us: number): void {
    this.#nowUs += us;
    for (;;) {
      const due = this.#karts.filter(
        ({ status, nextUs }) => moves(status) && nextUs <= this.#nowUs,
      );
      const next = due.sort((a, b) => a.nextUs - b.nextUs)[0];
      if (next === undefined) return;
      this.#cross(next);
    }
  }

  /** Everybody crosses within the next moment, nearly in order: some neighbours swap. */
  storm(): void {
    const stepUs = (0.1 * US) / this.#karts.length;
    for (const [place, kart] of this.#ordered().entries()) {
      kart.nextUs = this.#nowUs + (place + this.#random() * 1.4) * stepUs;
    }
    this.advance(0.1 * US);
  }

  state(): PublicState {
    const { empty, timing, classes } = this.#scenario;
    if (empty === 'meeting') return { timing: { live: timing } };
    const meeting = {
      id: 'm1',
      name: 'Autumn Cup, round 4 of 8',
      classes: CLASSES.slice(0, classes).map((name, index) => ({ id: `c${index}`, name })),
    };
    if (empty === 'session') return { meeting, timing: { live: timing } };
    const rows = empty === 'karts' ? [] : this.#rows();
    return { meeting, session: this.#session(rows), rows, timing: { live: timing } };
  }

  #kart(index: number): Kart {
    const paceUs = LAP_US * (1 + index * 0.0012 + this.#random() * 0.01);
    return {
      id: `r${index}`,
      index,
      classId: `c${index % Math.max(1, this.#scenario.classes)}`,
      paceUs,
      status: this.#scenario.statuses ? unusual(index, this.#scenario.karts) : 'running',
      startedAt: index + 1,
      laps: 0,
      crossedUs: -1,
      nextUs: 4 * US + index * 0.35 * US,
      lastUs: 0,
      bestUs: 0,
      bestLap: 0,
      gap: undefined,
    };
  }

  #cross(kart: Kart): void {
    if (kart.crossedUs >= 0) {
      kart.lastUs = Math.round(Math.max(kart.nextUs - kart.crossedUs, kart.paceUs * 0.98));
      kart.laps += 1;
      if (kart.bestUs === 0 || kart.lastUs < kart.bestUs) {
        kart.bestUs = kart.lastUs;
        kart.bestLap = kart.laps;
      }
    }
    kart.crossedUs = Math.round(kart.nextUs);
    kart.nextUs += kart.paceUs * (0.985 + this.#random() ** 3 * 0.06);
    const leader = this.#ordered()[0];
    kart.gap = leader === undefined || leader === kart ? undefined : behind(kart, leader);
  }

  #ordered(): Kart[] {
    const byBest = this.#scenario.kind !== 'race';
    return this.#karts
      .filter(({ status }) => scored(status))
      .sort((a, b) =>
        byBest
          ? (a.bestUs || Infinity) - (b.bestUs || Infinity) || a.index - b.index
          : b.laps - a.laps || rank(a) - rank(b),
      );
  }

  #rows(): Row[] {
    const ordered = this.#ordered();
    const byBest = this.#scenario.kind !== 'race';
    const rest = this.#karts.filter(({ status }) => !scored(status));
    const inClass = new Map<string, number>();
    return [...ordered, ...rest].map((kart, index): Row => {
      const place = index < ordered.length ? index + 1 : undefined;
      const classPlace = (inClass.get(kart.classId) ?? 0) + 1;
      inClass.set(kart.classId, classPlace);
      const ahead = ordered[index - 1];
      const interval =
        ahead === undefined || place === undefined ? undefined : behind(kart, ahead, byBest);
      const gap =
        byBest && ordered[0] !== undefined && place !== 1
          ? behind(kart, ordered[0], true)
          : kart.gap;
      return {
        id: kart.id,
        number: numberOf(kart.index),
        name: kart.status === 'unknown' ? '' : nameOf(kart.index, this.#scenario.names),
        status: kart.status,
        ...(kart.laps === 0 ? {} : { laps: kart.laps }),
        ...(kart.status === 'unknown' ? {} : { class_id: kart.classId }),
        ...(place === undefined ? {} : { position: place, class_position: classPlace }),
        ...(kart.lastUs === 0
          ? {}
          : { last_us: kart.lastUs, best_us: kart.bestUs, best_lap: kart.bestLap }),
        ...(gap === undefined || place === undefined ? {} : { gap }),
        ...(interval === undefined ? {} : { interval }),
        ...(byBest || place === undefined ? {} : { gained: kart.startedAt - place }),
        ...(kart.crossedUs < 0 ? {} : { crossed_track_us: kart.crossedUs }),
      };
    });
  }

  #session(rows: readonly Row[]): Session {
    const { kind, phase, flag, laps, notice } = this.#scenario;
    const timed = rows.flatMap(({ id, best_us }) =>
      best_us === undefined ? [] : [{ row: id, lap_us: best_us }],
    );
    const best = timed.sort((a, b) => a.lap_us - b.lap_us)[0];
    const running = phase === 'running';
    return {
      id: 's1',
      name:
        kind === 'race'
          ? 'Feature: Junior Sportsman'
          : kind === 'qualifying'
            ? 'Qualifying 2'
            : 'Practice 1',
      kind,
      phase,
      flag,
      ...(kind === 'race' && laps > 0
        ? { laps_total: laps, laps_to_go: Math.max(0, laps - (rows[0]?.laps ?? 0)) }
        : {}),
      clock: {
        value_us: Math.max(0, SESSION_US - this.#nowUs),
        at_server_us: this.#nowUs,
        running,
        counts_down: true,
      },
      ...(best === undefined ? {} : { best }),
      ...(notice === '' ? {} : { notice }),
    };
  }
}

function rank(kart: Kart): number {
  return kart.crossedUs < 0 ? Infinity : kart.crossedUs;
}

function behind(kart: Kart, other: Kart, byBest = false): Behind | undefined {
  if (byBest) return kart.bestUs === 0 ? undefined : { us: kart.bestUs - other.bestUs };
  const laps = other.laps - kart.laps;
  if (laps > 1 || (laps === 1 && kart.crossedUs >= other.crossedUs)) return { laps };
  return kart.crossedUs < 0
    ? undefined
    : { us: Math.max(0, kart.crossedUs - other.crossedUs + laps * kart.paceUs) };
}

function moves(status: RowStatus): boolean {
  return ['running', 'unknown', 'visitor'].includes(status);
}

function scored(status: RowStatus): boolean {
  return ['running', 'finished', 'dnf'].includes(status);
}

function unusual(index: number, karts: number): RowStatus {
  const last: RowStatus[] = ['dns', 'dq', 'waiting', 'visitor', 'unknown'];
  if (index === 2) return 'finished';
  return last[karts - 1 - index] ?? 'running';
}
