import { describe, expect, it } from 'vitest';
import {
  dayMsOf,
  parseTimeOfDay,
  timeOfDay,
  trackNowUs,
  trackTie,
  trackUsAt,
  wallMsOf,
  type TrackTie,
} from './track-time.ts';

const NOON_MS = new Date(2026, 4, 17, 12, 0, 0, 0).getTime();
const SERVER = { serverUs: 500_000_000, atMs: 1_000, rate: 1 };

/** At noon the server's clock reads 500 s and the track's 200 s. */
const TIE: TrackTie = { serverUs: 500_000_000, wallMs: NOON_MS, rate: 1, offsetUs: 300_000_000 };

describe('the track clock', () => {
  it('is tied to the time of day over the clock of the server', () => {
    expect(trackTie(SERVER, { offset_us: 300_000_000 }, 1_000, NOON_MS)).toEqual(TIE);
    expect(timeOfDay(wallMsOf(200_250_000, TIE))).toBe('12:00:00.250');
  });

  it('reads now what the server reads, shifted', () => {
    expect(trackNowUs(SERVER, { offset_us: 300_000_000 }, 2_500)).toBe(201_500_000);
  });

  it('is not there before a decoder or the server has been heard', () => {
    expect(trackTie(SERVER, {}, 0, NOON_MS)).toBeNull();
    expect(trackTie(null, { offset_us: 0 }, 0, NOON_MS)).toBeNull();
    expect(trackNowUs(SERVER, {}, 0)).toBeNull();
  });

  it('of a rehearsal runs faster than watches do', () => {
    const rehearsal = { ...TIE, rate: 10 };
    expect(timeOfDay(wallMsOf(210_000_000, rehearsal))).toBe('12:00:01.000');
    expect(trackUsAt(dayMsOf(NOON_MS + 1_000), rehearsal)).toBe(210_000_000);
  });

  it.each([0, 1_234_000, -77_777_000, 3_600_000_000])('goes there and back (%d)', (sinceUs) => {
    const at = 200_000_000 + sinceUs;
    expect(trackUsAt(dayMsOf(wallMsOf(at, TIE)), TIE)).toBe(at);
  });

  it('finds an instant before midnight from after it', () => {
    const tie = { ...TIE, wallMs: new Date(2026, 4, 17, 0, 0, 5).getTime() };
    expect(trackUsAt(parseTimeOfDay('23:59:59') ?? 0, tie)).toBe(194_000_000);
  });
});

describe('a time of day', () => {
  it.each([
    ['14:05:09.372', 50_709_372],
    ['14:05:09,3', 50_709_300],
    [' 9:05 ', 32_700_000],
    ['00:00:00', 0],
  ])('%j is read', (text, ms) => {
    expect(parseTimeOfDay(text)).toBe(ms);
  });

  it.each(['', '14', '24:00', '12:60', '12:00:60', '12:00:00.1234', 'noon'])(
    '%j is none',
    (text) => {
      expect(parseTimeOfDay(text)).toBeNull();
    },
  );

  it('is cut to as many digits as are wanted', () => {
    expect(timeOfDay(NOON_MS + 1_987, 1)).toBe('12:00:01.9');
    expect(timeOfDay(NOON_MS + 1_987, 0)).toBe('12:00:01');
  });
});
