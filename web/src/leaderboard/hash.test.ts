import { describe, expect, it } from 'vitest';
import { classInHash, hashWithClass } from './hash.ts';

describe('the class in the address', () => {
  it.each([
    ['', null],
    ['#', null],
    ['#class=c1', 'c1'],
    ['#row=r7&class=junior%20sportsman', 'junior sportsman'],
  ])('of %j is %j', (hash, classId) => {
    expect(classInHash(hash)).toBe(classId);
  });

  it.each(['c1', 'junior sportsman', 'Ä&=#'])('comes back as it went in: %j', (classId) => {
    expect(classInHash(hashWithClass('', classId))).toBe(classId);
  });

  it('is replaced and removed beside what else is there', () => {
    expect(hashWithClass('#row=r7&class=c1', 'c2')).toBe('#row=r7&class=c2');
    expect(hashWithClass('#row=r7&class=c1', null)).toBe('#row=r7');
    expect(hashWithClass('#class=c1', null)).toBe('');
  });
});
