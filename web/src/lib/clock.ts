/**
 * Clocks that run on the screen by themselves. The server says what a clock read and when, on its own
 * clock; `Hello` ties that clock to `performance.now()`. Nothing is sent while a clock merely runs.
 */

import { wholeSeconds } from './format.ts';
import type { Clock, Hello } from './messages.ts';

const US_PER_MS = 1_000;
const US_PER_SECOND = 1_000_000;

/** A `Hello` this much behind what was expected is a clock that was set, not a message on a slow network. */
const STEP_US_MIN = 2 * US_PER_SECOND;

/** The server's clock: it read `serverUs` at `atMs` of `performance.now()`, and runs at `rate`. */
export interface ServerClock {
  readonly serverUs: number;
  readonly atMs: number;
  readonly rate: number;
}

/** What the server's clock reads now. */
export function serverNowUs(server: ServerClock, nowMs: number): number {
  return server.serverUs + (nowMs - server.atMs) * US_PER_MS * server.rate;
}

/**
 * The server's clock after `hello` came in at `nowMs`.
 *
 * Each one is late by its time on the network, never early, so the one that was least late is kept:
 * the display never jumps back because a phone had a bad moment.
 */
export function heard(server: ServerClock | null, hello: Hello, nowMs: number): ServerClock {
  const said = { serverUs: hello.server_us, atMs: nowMs, rate: hello.rate ?? 1 };
  if (server?.rate !== said.rate) return said;
  const lateUs = serverNowUs(server, nowMs) - said.serverUs;
  return lateUs > 0 && lateUs < STEP_US_MIN ? server : said;
}

/** What `clock` reads now, in microseconds; a countdown stops at nothing. */
export function readingUs(clock: Clock, server: ServerClock, nowMs: number): number {
  if (!clock.running) return clock.value_us;
  const ranUs = serverNowUs(server, nowMs) - clock.at_server_us;
  return Math.max(0, clock.counts_down ? clock.value_us - ranUs : clock.value_us + ranUs);
}

/** How long until the digits of `clock` change, in milliseconds; `null` if they never will. */
export function msToNextDigit(clock: Clock, server: ServerClock, nowMs: number): number | null {
  const nowUs = readingUs(clock, server, nowMs);
  if (!clock.running || server.rate <= 0 || (clock.counts_down && nowUs === 0)) return null;
  const shown = wholeSeconds(nowUs, clock.counts_down ?? false);
  const leftUs = clock.counts_down
    ? nowUs - (shown - 1) * US_PER_SECOND
    : (shown + 1) * US_PER_SECOND - nowUs;
  return leftUs / US_PER_MS / server.rate;
}

/**
 * Calls `show` with the whole seconds of `clock` now and then on each digit, and at no other time.
 * Returns what stops it.
 */
export function tick(
  clock: Clock,
  server: ServerClock,
  show: (seconds: number) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    const nowMs = performance.now();
    show(wholeSeconds(readingUs(clock, server, nowMs), clock.counts_down ?? false));
    const waitMs = msToNextDigit(clock, server, nowMs);
    if (waitMs !== null) timer = setTimeout(next, Math.ceil(waitMs));
  };
  next();
  return () => {
    clearTimeout(timer);
  };
}
