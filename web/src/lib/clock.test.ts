import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heard, msToNextDigit, readingUs, serverNowUs, tick, type ServerClock } from './clock.ts';
import type { Clock } from './messages.ts';

const SECOND_US = 1_000_000;

/** The server's clock read 100 s when ours read 0. */
const SERVER: ServerClock = { serverUs: 100 * SECOND_US, atMs: 0, rate: 1 };
const COUNTDOWN: Clock = {
  value_us: 60 * SECOND_US,
  at_server_us: 100 * SECOND_US,
  running: true,
  counts_down: true,
};
const STOPWATCH: Clock = { value_us: 0, at_server_us: 100 * SECOND_US, running: true };

function hello(serverUs: number, rate?: number): Parameters<typeof heard>[1] {
  return { type: 'hello', server_us: serverUs, ...(rate === undefined ? {} : { rate }) };
}

describe('heard', () => {
  it('takes the first word of a server', () => {
    expect(heard(null, hello(5), 17)).toEqual({ serverUs: 5, atMs: 17, rate: 1 });
  });

  it('keeps the message that was least late', () => {
    const late = heard(SERVER, hello(110 * SECOND_US - 300_000), 10_000);
    expect(serverNowUs(late, 10_000)).toBe(110 * SECOND_US);
    const early = heard(SERVER, hello(110 * SECOND_US + 40_000), 10_000);
    expect(serverNowUs(early, 10_000)).toBe(110 * SECOND_US + 40_000);
  });

  it('follows a clock that was set back', () => {
    const back = heard(SERVER, hello(50 * SECOND_US), 10_000);
    expect(serverNowUs(back, 10_000)).toBe(50 * SECOND_US);
  });

  it('follows a rehearsal to another speed', () => {
    const fast = heard(SERVER, hello(109 * SECOND_US, 8), 10_000);
    expect(serverNowUs(fast, 11_000)).toBe(117 * SECOND_US);
  });
});

describe('readingUs', () => {
  it('runs down to nothing and no further', () => {
    expect(readingUs(COUNTDOWN, SERVER, 1_500)).toBe(58.5 * SECOND_US);
    expect(readingUs(COUNTDOWN, SERVER, 61_000)).toBe(0);
  });

  it('runs up', () => {
    expect(readingUs(STOPWATCH, SERVER, 1_500)).toBe(1.5 * SECOND_US);
  });

  it('stands while the session is stopped', () => {
    expect(readingUs({ ...COUNTDOWN, running: false }, SERVER, 1_500)).toBe(60 * SECOND_US);
  });
});

describe('msToNextDigit', () => {
  it('is the rest of the second that is shown', () => {
    expect(msToNextDigit(COUNTDOWN, SERVER, 0)).toBe(1_000);
    expect(msToNextDigit(COUNTDOWN, SERVER, 400)).toBe(600);
    expect(msToNextDigit(STOPWATCH, SERVER, 400)).toBe(600);
  });

  it('is shorter when time runs faster', () => {
    expect(msToNextDigit(COUNTDOWN, { ...SERVER, rate: 4 }, 0)).toBe(250);
  });

  it('never comes for a clock that stands or has run out', () => {
    expect(msToNextDigit({ ...COUNTDOWN, running: false }, SERVER, 0)).toBeNull();
    expect(msToNextDigit(COUNTDOWN, SERVER, 60_000)).toBeNull();
    expect(msToNextDigit(COUNTDOWN, { ...SERVER, rate: 0 }, 0)).toBeNull();
  });
});

describe('tick', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows each digit once, when it changes, until the end', () => {
    const shown: [number, number][] = [];
    const server = { ...SERVER, atMs: performance.now() };
    const startMs = performance.now();
    tick({ ...COUNTDOWN, value_us: 2_400_000 }, server, (seconds) => {
      shown.push([performance.now() - startMs, seconds]);
    });
    vi.advanceTimersByTime(10_000);
    expect(shown).toEqual([
      [0, 3],
      [400, 2],
      [1_400, 1],
      [2_400, 0],
    ]);
  });

  it('shows nothing more once it is stopped', () => {
    const show = vi.fn();
    const stop = tick(STOPWATCH, { ...SERVER, atMs: performance.now() }, show);
    stop();
    vi.advanceTimersByTime(5_000);
    expect(show).toHaveBeenCalledTimes(1);
  });
});
