/** The restart lineup in the making: what each kart had to do with the stop, and the order that gives. */

import type { Involved, Involvement, RestartDocument } from '../lib/tower-api.ts';
import type { TowerApi } from '../lib/tower-api-client.ts';
import type { SessionInfo } from '../lib/tower-messages.ts';

const TURNS: readonly (Involvement | null)[] = [null, 'causer', 'spot_back', 'lost_spot', 'out'];

/** The next involvement to the left or right, round and round. */
export function turned(from: Involvement | null, by: -1 | 1): Involvement | null {
  const at = (TURNS.indexOf(from) + by + TURNS.length) % TURNS.length;
  return TURNS[at] ?? null;
}

/** Where the lineup of `session` is read, with these karts involved. */
export function restartPath(session: string, involved: readonly Involved[]): string {
  const query = involved
    .map(({ entry, involvement }) => `involved=${encodeURIComponent(`${entry}:${involvement}`)}`)
    .join('&');
  return `api/sessions/${encodeURIComponent(session)}/restart${query === '' ? '' : `?${query}`}`;
}

/** Reactive. What is said about karts belongs to one stop; the next one begins with nothing said. */
export class RestartPlan {
  document = $state.raw<RestartDocument | null>(null);
  trouble = $state<string | null>(null);
  involved = $state.raw<readonly Involved[]>([]);
  readonly #api: Pick<TowerApi, 'get'>;
  #about = '';
  #reading = 0;

  constructor(api: Pick<TowerApi, 'get'>) {
    this.#api = api;
  }

  involvementOf(entry: string): Involvement | null {
    return this.involved.find((each) => each.entry === entry)?.involvement ?? null;
  }

  mark(entry: string, involvement: Involvement | null): void {
    const others = this.involved.filter((each) => each.entry !== entry);
    this.involved = involvement === null ? others : [...others, { entry, involvement }];
  }

  async read(session: SessionInfo | null): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    const about = `${session?.id}@${session?.stopped_track_us}`;
    if (about !== this.#about) {
      this.#about = about;
      this.involved = [];
      this.document = null;
    }
    this.trouble = null;
    if (session === null) return;
    const path = restartPath(session.id, this.involved);
    const outcome = await this.#api.get<RestartDocument>(path);
    if (reading !== this.#reading) return;
    if (outcome.ok) this.document = outcome.value;
    else this.trouble = outcome.why;
  }
}
