import { describe, expect, it } from 'vitest';
import { RULINGS, rulingInfo, type RulingFields } from './rulings.ts';

const FIELDS: RulingFields = {
  amount: 3,
  plus: 1,
  reason: 'mechanical',
  scope: 'session',
  untilLap: null,
};

function make(name: Parameters<typeof rulingInfo>[0], fields: Partial<RulingFields> = {}): unknown {
  return rulingInfo(name).make({ ...FIELDS, ...fields });
}

describe('a ruling', () => {
  it.each([
    ['docked_places', { ruling: 'docked_places', places: 3 }],
    ['docked_gained', { ruling: 'docked_gained', gained: 3, plus: 1 }],
    ['docked_laps', { ruling: 'docked_laps', laps: 3 }],
    ['time_penalty', { ruling: 'time_penalty', penalty_us: 3_000_000 }],
    ['removed', { ruling: 'removed', reason: 'mechanical' }],
    ['disqualified', { ruling: 'disqualified', scope: 'session' }],
    ['laps_voided', { ruling: 'laps_voided', from_lap: 3 }],
    ['re_run', { ruling: 're_run', laps: 3 }],
  ] as const)('%s is made of what is filled in', (name, ruling) => {
    expect(make(name)).toEqual(ruling);
  });

  it('can give laps back', () => {
    expect(make('docked_laps', { amount: -1 })).toEqual({ ruling: 'docked_laps', laps: -1 });
  });

  it('takes fractions of seconds, and of nothing else', () => {
    expect(make('time_penalty', { amount: 2.5 })).toMatchObject({ penalty_us: 2_500_000 });
    expect(make('docked_places', { amount: 2.5 })).toBeNull();
  });

  it.each(['docked_places', 'docked_laps', 'time_penalty', 'laps_voided'] as const)(
    '%s is none while its figure is missing or nothing',
    (name) => {
      expect(make(name, { amount: null })).toBeNull();
      expect(make(name, { amount: 0 })).toBeNull();
    },
  );

  it('is on the list once', () => {
    const names = RULINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
