/**
 * Instants of the track clock, which counts from where the decoder's did, as the time of day that people
 * read on their watches. The way there goes over the server's clock and this device's own.
 */

import { serverNowUs, type ServerClock } from './clock.ts';
import type { TrackClock } from './tower-messages.ts';

const US_PER_MS = 1_000;
const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60 * MS_PER_SECOND;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** How the clocks stand to each other: `wallMs` (of `Date.now()`) was when the server's read `serverUs`. */
export interface TrackTie {
  readonly serverUs: number;
  readonly wallMs: number;
  readonly rate: number;
  readonly offsetUs: number;
}

/**
 * The tie at `nowMs` of `performance.now()`, which is `wallMs` of `Date.now()`; `null` while no decoder or
 * no server has been heard. Kept until the server's clock is told anew, lest times on the screen flicker.
 */
export function trackTie(
  server: ServerClock | null,
  track: TrackClock,
  nowMs: number,
  wallMs: number,
): TrackTie | null {
  if (server === null || track.offset_us === undefined) return null;
  const serverUs = serverNowUs(server, nowMs);
  return { serverUs, wallMs, rate: server.rate, offsetUs: track.offset_us };
}

/** Now, on the track clock; `null` while no decoder or no server has been heard. */
export function trackNowUs(
  server: ServerClock | null,
  track: TrackClock,
  nowMs: number,
): number | null {
  if (server === null || track.offset_us === undefined) return null;
  return Math.round(serverNowUs(server, nowMs) - track.offset_us);
}

/** The time of day of an instant, in milliseconds since 1970. */
export function wallMsOf(trackUs: number, tie: TrackTie): number {
  const sinceUs = trackUs + tie.offsetUs - tie.serverUs;
  return tie.wallMs + sinceUs / US_PER_MS / tie.rate;
}

/** The instant nearest to that of the tie at which watches show `dayMs` (milliseconds since midnight). */
export function trackUsAt(dayMs: number, tie: TrackTie): number {
  let aheadMs = dayMs - dayMsOf(tie.wallMs);
  if (aheadMs > MS_PER_DAY / 2) aheadMs -= MS_PER_DAY;
  if (aheadMs < -MS_PER_DAY / 2) aheadMs += MS_PER_DAY;
  return Math.round(tie.serverUs - tie.offsetUs + aheadMs * US_PER_MS * tie.rate);
}

/** Milliseconds since local midnight. */
export function dayMsOf(wallMs: number): number {
  const date = new Date(wallMs);
  const hours = date.getHours() * MS_PER_HOUR + date.getMinutes() * MS_PER_MINUTE;
  return hours + date.getSeconds() * MS_PER_SECOND + (Math.floor(wallMs) % MS_PER_SECOND);
}

/** `14:05:09.372`, or with fewer `digits` behind the point; cut, never rounded. */
export function timeOfDay(wallMs: number, digits = 3): string {
  const dayMs = dayMsOf(wallMs);
  const parts = [
    Math.floor(dayMs / MS_PER_HOUR),
    Math.floor(dayMs / MS_PER_MINUTE) % 60,
    Math.floor(dayMs / MS_PER_SECOND) % 60,
  ].map((part) => String(part).padStart(2, '0'));
  const thousandths = String(Math.floor(dayMs % MS_PER_SECOND)).padStart(3, '0');
  return digits === 0 ? parts.join(':') : `${parts.join(':')}.${thousandths.slice(0, digits)}`;
}

/** Milliseconds since midnight of `14:05:09.4` or `14:05`; `null` if it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?$/.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const thousandths = Number((match[4] ?? '').padEnd(3, '0'));
  return hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND + thousandths;
}
