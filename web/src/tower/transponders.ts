/** Transponder numbers as people type them. */

const TRANSPONDER_MAX = 2 ** 32 - 1;

/** The numbers in `text`, with commas or spaces between them; `null` if something else is in it. */
export function parseTransponders(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const numbers = parts.map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : NaN));
  if (numbers.some((n) => Number.isNaN(n) || n === 0 || n > TRANSPONDER_MAX)) return null;
  return [...new Set(numbers)];
}
