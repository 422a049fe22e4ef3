/**
 * Times as the sport prints them. All arguments are integer microseconds; thousandths are cut, never
 * rounded, so that a lap of 56.930999 is 56.930 here, on paper and in every result.
 */

const US_PER_MS = 1_000;
const US_PER_SECOND = 1_000_000;

/** `56.930`, `1:02.345`, `1:00:02.345`. */
export function lapTime(us: number): string {
  const ms = Math.trunc(us / US_PER_MS);
  const thousandths = String(ms % 1_000).padStart(3, '0');
  return `${grouped(Math.trunc(ms / 1_000), 0)}.${thousandths}`;
}

/** `+0.300`, `+1:02.345`: a distance to another kart. */
export function gapTime(us: number): string {
  return `+${lapTime(us)}`;
}

/** `5`, `2.5`: the seconds of a penalty, without the noughts that a lap time would have. */
export function secondsOf(us: number): string {
  return String(Math.trunc(us / US_PER_MS) / 1_000);
}

/** `0:07`, `12:30`, `1:00:00`: a running clock, in whole `seconds`. */
export function clockTime(seconds: number): string {
  return grouped(seconds, 1);
}

/** The whole seconds that a clock shows: a countdown reaches 0:00 at its very end, not a second early. */
export function wholeSeconds(us: number, countsDown: boolean): number {
  return countsDown ? Math.ceil(us / US_PER_SECOND) : Math.floor(us / US_PER_SECOND);
}

/** `seconds` in hours, minutes and seconds, of which at least `minColons` colons are written. */
function grouped(seconds: number, minColons: 0 | 1): string {
  const parts = [Math.trunc(seconds / 3_600), Math.trunc(seconds / 60) % 60, seconds % 60];
  const first = parts.findIndex((part) => part > 0);
  const start = Math.min(first === -1 ? 2 : first, 2 - minColons);
  return parts
    .slice(start)
    .map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
}
