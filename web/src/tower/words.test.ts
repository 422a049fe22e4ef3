import { expect, it } from 'vitest';
import type { PassingInfo } from '../lib/tower-messages.ts';
import { count, rulingMark, statusWord, useWords } from './words.ts';

it('one is one, and everything else is more', () => {
  expect([count(1, 'lap'), count(0, 'lap'), count(2, 'entry', 'entries')]).toEqual([
    '1 lap',
    '0 laps',
    '2 entries',
  ]);
});

it.each([
  [{ ruling: 'docked_places', amount: 3 }, '−3 pl', 'docked 3 places'],
  [{ ruling: 'docked_laps', amount: 1 }, '−1 lap', 'docked 1 lap'],
  [{ ruling: 'docked_laps', amount: -2 }, '+2 lap', 'credited 2 laps'],
  [{ ruling: 'time_penalty', amount: 5_000_000 }, '+5.000', 'time penalty of 5.000 s'],
  [{ ruling: 'removed' }, 'Removed', 'taken out of the race'],
  [{ ruling: 'something_new' }, 'something_new', 'something_new'],
])('%j is marked %j', (ruling, short, long) => {
  expect(rulingMark(ruling)).toEqual([short, long]);
});

it.each([
  [{ use: 'lap', lap: 7 }, 'lap 7'],
  [{ use: 'lap', lap: 7, credited: true }, 'lap 7, credited'],
  [{ use: 'duplicate' }, 'repeated read'],
  [{ use: 'outside' }, 'not in a session'],
] as const)('a passing used as %j is called %j', (use, words) => {
  const passing: PassingInfo = { n: 1, track_us: 0, ...use };
  expect(useWords(passing)).toBe(words);
});

it.each([
  ['running', 'racing'],
  ['dnf', 'DNF'],
  [undefined, '–'],
  ['unheard_of', 'unheard_of'],
])('the status %j of a preview is %j', (status, word) => {
  expect(statusWord(status)).toBe(word);
});
