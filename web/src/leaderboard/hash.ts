/** The part of the address after `#`, as the leaderboard reads it: `#class=c1`. */

const KEY = 'class';

export function classInHash(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(KEY);
}

/** `hash` with the class set, or without one; whatever else it says stays. */
export function hashWithClass(hash: string, classId: string | null): string {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  if (classId === null) values.delete(KEY);
  else values.set(KEY, classId);
  const text = values.toString();
  return text === '' ? '' : `#${text}`;
}
