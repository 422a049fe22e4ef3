import { expect, it } from 'vitest';
import { applyMessage, type LiveState } from '../src/lib/store.ts';
import { changesBetween } from './changes.ts';
import { Race } from './race.ts';
import { scenarioFrom } from './scenario.ts';

it.each(['karts=60&classes=12&storm=true', 'kind=qualifying&ran=2', 'statuses=true'])(
  'the changes of a mock race (%s) lead to the same board as its snapshots',
  (query) => {
    const race = new Race(scenarioFrom(new URLSearchParams(query)));
    let before = race.state();
    let live: ReturnType<typeof applyMessage> = applyMessage(null, {
      type: 'snapshot',
      stream: 'a',
      n: 0,
      state: before,
    });
    for (let n = 0; n < 200; n += 1) {
      if (query.includes('storm')) race.storm();
      else race.advance(1_700_000);
      const after = race.state();
      const changes = changesBetween(before, after);
      live = applyMessage(live as LiveState, {
        type: 'change',
        stream: 'a',
        from: n,
        to: n + 1,
        changes,
      });
      expect(live).toEqual(
        applyMessage(null, { type: 'snapshot', stream: 'a', n: n + 1, state: after }),
      );
      before = after;
    }
  },
);

it('reads what is asked for as the scenario types it', () => {
  const scenario = scenarioFrom(new URLSearchParams('karts=60&storm=true&flag=red&notice=7'));
  expect(scenario).toMatchObject({ karts: 60, storm: true, flag: 'red', notice: '7', classes: 3 });
});
