/** A plausible session, for looking at the pages without a server. It is no scoring and proves none. */

import type { PublicState, Row, RowStatus, Session } from '../src/lib/messages.ts';
import { behind, inOrder, isOnTrack, isScored, rowsOf, type Kart } from './kart.ts';
import { CLASSES } from './people.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';

const US = 1_000_000;
const LAP_US = 56 * US;
const SESSION_US = 25 * 60 * US;
const SESSION_NAMES = {
  practice: 'Practice 1',
  qualifying: 'Qualifying 2',
  race: 'Feature: Junior Sportsman',
} as const;

export class Race {
  readonly #scenario: Scenario;
  readonly #random: () => number;
  readonly #karts: readonly Kart[];
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
      const due = this.#karts.filter((kart) => isOnTrack(kart) && kart.nextUs <= this.#nowUs);
      const next = due.sort((a, b) => a.nextUs - b.nextUs)[0];
      if (next === undefined) return;
      this.#cross(next);
    }
  }

  /** Everybody crosses within the next moment, nearly in order: some neighbours swap. */
  storm(): void {
    const stepUs = (0.1 * US) / this.#karts.length;
    for (const [place, kart] of this.#scored().entries()) {
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
    const rows = empty === 'karts' ? [] : rowsOf(this.#karts, this.#scenario);
    return { meeting, session: this.#session(rows), rows, timing: { live: timing } };
  }

  #scored(): Kart[] {
    return inOrder(this.#karts.filter(isScored), this.#scenario.kind !== 'race');
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
      classGap: undefined,
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
    const scored = this.#scored();
    const classLeader = scored.find(({ classId }) => classId === kart.classId);
    kart.gap = behind(kart, scored[0], false);
    kart.classGap = behind(kart, classLeader, false);
  }

  #session(rows: readonly Row[]): Session {
    const { kind, phase, flag, laps, notice } = this.#scenario;
    const timed = rows.flatMap(({ id, best_us }) =>
      best_us === undefined ? [] : [{ row: id, lap_us: best_us }],
    );
    const best = timed.sort((a, b) => a.lap_us - b.lap_us)[0];
    const led = rows[0]?.laps ?? 0;
    return {
      id: 's1',
      name: SESSION_NAMES[kind],
      kind,
      phase,
      flag,
      clock: {
        value_us: Math.max(0, SESSION_US - this.#nowUs),
        at_server_us: this.#nowUs,
        running: phase === 'running',
        counts_down: true,
      },
      ...(kind === 'race' && laps > 0
        ? { laps_total: laps, laps_to_go: Math.max(0, laps - led) }
        : {}),
      ...(best === undefined ? {} : { best }),
      ...(notice === '' ? {} : { notice }),
    };
  }
}

/** A field with something of everything: the third has finished, the last are out or unheard. */
function unusual(index: number, karts: number): RowStatus {
  const last: RowStatus[] = ['dns', 'dq', 'waiting', 'visitor', 'unknown', 'dnf'];
  if (index === 2) return 'finished';
  return last[karts - 1 - index] ?? 'running';
}
