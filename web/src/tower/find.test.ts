import { describe, expect, it } from 'vitest';
import type { EntryInfo } from '../lib/tower-messages.ts';
import { findEntries, isNumberOf } from './find.ts';

function entry(id: string, more: Partial<EntryInfo>): EntryInfo {
  return { id, class_id: 'junior', number: id, name: '', public_name: '', ...more };
}

const ADA = entry('ada', { number: '7', name: 'Ada Brandt', carries: [4281337] });
const BEN = entry('ben', { number: '07', name: 'Ben Castell', class_id: 'senior' });
const ZOE = entry('zoe', { number: '71', name: 'Zoë Ivers', transponders: [999123] });
const TWIN = entry('twin', { number: '7', name: 'Cleo Falk', class_id: 'senior' });
const ALL = [ADA, BEN, ZOE, TWIN];

function found(text: string, classIds: string[] = []): string[] {
  return findEntries(text, ALL, classIds).map(({ id }) => id);
}

describe('a kart is found', () => {
  it('by its number, before those whose numbers begin with it', () => {
    expect(found('7')).toEqual(['ada', 'twin', 'zoe']);
  });

  it('by its number as it is painted: 07 is not 7', () => {
    expect(found('07')).toEqual(['ben']);
  });

  it('in the classes of the session first', () => {
    expect(found('7', ['senior'])).toEqual(['twin', 'ada', 'zoe']);
  });

  it('by a part of the name, without accents or capitals', () => {
    expect(found('zoe')).toEqual(['zoe']);
    expect(found('BRA')).toEqual(['ada']);
  });

  it('by its transponder, registered or assigned, whole or the beginning of it', () => {
    expect(found('4281337')).toEqual(['ada']);
    expect(found('999')).toEqual(['zoe']);
  });

  it.each(['', '  ', 'nobody', '12'])('by %j not at all', (text) => {
    expect(found(text)).toEqual([]);
  });
});

it('a number is meant whole, however its letters are written', () => {
  expect(isNumberOf(' 12x', entry('x', { number: '12X' }))).toBe(true);
  expect(isNumberOf('1', entry('x', { number: '12X' }))).toBe(false);
});
