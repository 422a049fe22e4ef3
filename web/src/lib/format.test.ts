import { describe, expect, it } from 'vitest';
import { clockTime, gapTime, lapTime, secondsOf, wholeSeconds } from './format.ts';

describe('lapTime', () => {
  it.each([
    [0, '0.000'],
    [999, '0.000'],
    [1_000, '0.001'],
    [5_007_000, '5.007'],
    [56_930_000, '56.930'],
    [59_999_999, '59.999'],
    [60_000_000, '1:00.000'],
    [62_345_678, '1:02.345'],
    [3_599_999_999, '59:59.999'],
    [3_600_000_000, '1:00:00.000'],
    [36_061_001_000, '10:01:01.001'],
  ])('writes %i µs as %s', (us, text) => {
    expect(lapTime(us)).toBe(text);
  });

  it('cuts thousandths and never rounds them up', () => {
    expect(lapTime(56_930_999)).toBe('56.930');
  });
});

describe('gapTime', () => {
  it.each([
    [0, '+0.000'],
    [300_000, '+0.300'],
    [62_345_000, '+1:02.345'],
  ])('writes %i µs as %s', (us, text) => {
    expect(gapTime(us)).toBe(text);
  });
});

describe('secondsOf', () => {
  it.each([
    [5_000_000, '5'],
    [2_500_000, '2.5'],
    [10_000_000, '10'],
    [250_000, '0.25'],
  ])('writes %i µs as %s', (us, text) => {
    expect(secondsOf(us)).toBe(text);
  });
});

describe('clockTime', () => {
  it.each([
    [0, '0:00'],
    [7, '0:07'],
    [60, '1:00'],
    [750, '12:30'],
    [3_599, '59:59'],
    [3_600, '1:00:00'],
    [86_399, '23:59:59'],
  ])('writes %i s as %s', (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});

describe('wholeSeconds', () => {
  it('shows a countdown until its last microsecond has run', () => {
    expect(wholeSeconds(1, true)).toBe(1);
    expect(wholeSeconds(0, true)).toBe(0);
    expect(wholeSeconds(5_000_000, true)).toBe(5);
  });

  it('shows a second that counts up when it is full', () => {
    expect(wholeSeconds(999_999, false)).toBe(0);
    expect(wholeSeconds(1_000_000, false)).toBe(1);
  });
});
