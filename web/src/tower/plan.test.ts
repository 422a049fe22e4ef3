import { describe, expect, it } from 'vitest';
import { endFields, planCommand, type Ends, type Plan } from './plan.ts';

const LAPS: Ends = {
  by: 'laps',
  laps: 12,
  minutes: null,
  plusLaps: 1,
  cautionLapsCount: true,
  redStopsClock: false,
};
const HEAT: Plan = {
  name: ' Heat 1 ',
  kind: 'race',
  classIds: ['junior'],
  ends: LAPS,
  scoresUnknown: false,
  grid: ['e7'],
};

function command(plan: Partial<Plan>, ends: Partial<Ends> = {}): unknown {
  return planCommand('s', { ...HEAT, ...plan, ends: { ...LAPS, ...ends } }).command;
}

function missing(plan: Partial<Plan>, ends: Partial<Ends> = {}): string {
  return planCommand('s', { ...HEAT, ...plan, ends: { ...LAPS, ...ends } }).missing;
}

describe('a plan', () => {
  it('over laps is a command', () => {
    expect(command({})).toEqual({
      command: 'plan_session',
      session: 's',
      name: 'Heat 1',
      kind: 'race',
      class_ids: ['junior'],
      laps: 12,
      scores_unknown: false,
      grid: ['e7'],
      rules: { finish: 'laps', caution_laps_count: true, red_stops_clock: false },
    });
  });

  it('by time and laps has both, and not the laps that were typed before', () => {
    expect(command({}, { by: 'time_plus_laps', minutes: 8.5, plusLaps: 2 })).toMatchObject({
      duration_us: 510_000_000,
      rules: { finish: 'time_plus_laps', plus_laps: 2 },
    });
    expect(command({}, { by: 'time', minutes: 8 })).not.toHaveProperty('laps');
  });

  it('of a practice that ends by hand has no end, and no grid', () => {
    const practice = command({ kind: 'practice' }, { by: 'hand' });
    expect(practice).toMatchObject({ grid: [], rules: { finish: 'laps' } });
    expect(practice).not.toHaveProperty('laps');
  });

  it.each([
    [{ name: ' ' }, {}, 'Give the session a name.'],
    [{ classIds: [] }, {}, 'Choose the classes that take part.'],
    [{}, { laps: null }, 'Give the number of laps.'],
    [{}, { laps: 1.5 }, 'Give the number of laps.'],
    [{}, { by: 'time' as const, minutes: 0 }, 'Give the number of minutes.'],
    [{}, { by: 'hand' as const }, 'A race ends after laps or after a time.'],
  ])('of %j and %j says what is missing', (plan, ends, text) => {
    expect(missing(plan, ends)).toBe(text);
  });

  it('for whoever is heard needs no class', () => {
    expect(missing({ kind: 'practice', classIds: [], scoresUnknown: true }, { by: 'hand' })).toBe(
      '',
    );
  });
});

it.each([
  [null, 'laps', null, null],
  [{ laps: 9 }, 'laps', 9, null],
  [{ duration_us: 600_000_000 }, 'time', null, 10],
  [{}, 'hand', null, null],
] as const)(
  'the end of a session with %j is shown as it was planned',
  (plan, by, laps, minutes) => {
    const session =
      plan === null
        ? null
        : ({ id: 's', name: 'S', kind: 'race', state: 'planned', ...plan } as const);
    expect(endFields(session)).toMatchObject({ by, laps, minutes });
  },
);
