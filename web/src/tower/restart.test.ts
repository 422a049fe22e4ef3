import { describe, expect, it } from 'vitest';
import type { RestartDocument } from '../lib/tower-api.ts';
import type { Outcome } from '../lib/tower-api-client.ts';
import type { SessionInfo } from '../lib/tower-messages.ts';
import { RestartPlan, restartPath, turned } from './restart.svelte.ts';

const STOPPED: SessionInfo = {
  id: 'heat 1',
  name: 'Heat 1',
  kind: 'race',
  state: 'caution',
  stopped_track_us: 100,
};
const LINEUP: RestartDocument = {
  n: 1,
  session: 'heat 1',
  at_track_us: 100,
  single_file: true,
  complete: false,
  places: [],
};

/** Answers each path that is read, and keeps it. */
function reader(): { plan: RestartPlan; paths: string[] } {
  const paths: string[] = [];
  const get = <Value>(path: string): Promise<Outcome<Value>> => {
    paths.push(path);
    return Promise.resolve({ ok: true, value: LINEUP as Value });
  };
  return { plan: new RestartPlan({ get }), paths };
}

describe('the involvement of a kart', () => {
  it('goes round in both directions', () => {
    let now = turned(null, 1);
    const seen = [now];
    while (now !== null) seen.push((now = turned(now, 1)));
    expect(seen).toEqual(['causer', 'spot_back', 'lost_spot', 'out', null]);
    expect(turned(null, -1)).toBe('out');
  });

  it('is asked for in the address', () => {
    expect(restartPath('heat 1', [{ entry: 'a&b', involvement: 'causer' }])).toBe(
      'api/sessions/heat%201/restart?involved=a%26b%3Acauser',
    );
    expect(restartPath('s', [])).toBe('api/sessions/s/restart');
  });
});

describe('a restart in the making', () => {
  it('is read with what each kart had to do with the stop', async () => {
    const { plan, paths } = reader();
    await plan.read(STOPPED);
    plan.mark('e7', 'causer');
    plan.mark('e8', 'out');
    plan.mark('e7', 'spot_back');
    await plan.read(STOPPED);
    expect(paths[1]).toContain('involved=e8%3Aout&involved=e7%3Aspot_back');
    expect(plan.involvementOf('e7')).toBe('spot_back');
  });

  it('begins with nobody involved after the next stop', async () => {
    const { plan } = reader();
    await plan.read(STOPPED);
    plan.mark('e7', 'causer');
    await plan.read({ ...STOPPED, stopped_track_us: 200 });
    expect(plan.involved).toEqual([]);
  });

  it('forgets a kart that had nothing to do with it after all', () => {
    const { plan } = reader();
    plan.mark('e7', 'causer');
    plan.mark('e7', null);
    expect(plan.involved).toEqual([]);
  });

  it('is none while nothing was stopped', async () => {
    const { plan, paths } = reader();
    await plan.read(null);
    expect([plan.document, paths]).toEqual([null, []]);
  });
});
