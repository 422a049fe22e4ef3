import { expect, it } from 'vitest';
import { parseTransponders } from './transponders.ts';

it.each([
  ['', []],
  ['4281337', [4281337]],
  ['4281337, 42 ;43', [4281337, 42, 43]],
  ['42 42', [42]],
])('%j is read as transponders', (text, numbers) => {
  expect(parseTransponders(text)).toEqual(numbers);
});

it.each(['x', '42, x', '-1', '0', '1.5', '4294967296'])('%j is none', (text) => {
  expect(parseTransponders(text)).toBeNull();
});
