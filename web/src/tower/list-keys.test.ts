import { expect, it } from 'vitest';
import { placeAfter } from './list-keys.ts';

it.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', -1, 0],
  ['ArrowDown', 19, 19],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['ArrowUp', -1, 0],
  ['PageDown', 5, 15],
  ['PageDown', 15, 19],
  ['PageUp', 5, 0],
  ['Home', 12, 0],
  ['End', 12, 19],
  ['x', 12, null],
])('%s leads from row %d of twenty to row %j', (key, at, place) => {
  expect(placeAfter(key, at, 20)).toBe(place);
});

it('no key leads anywhere in an empty list', () => {
  expect(placeAfter('ArrowDown', -1, 0)).toBeNull();
});
