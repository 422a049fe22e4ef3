/** A session that is looked at while another one is on the board: read when it changes, not streamed. */

import type { Row } from '../lib/messages.ts';
import type { DecisionsDocument, StandingsDocument } from '../lib/tower-api.ts';
import type { TowerApi } from '../lib/tower-api-client.ts';
import type { DecisionInfo } from '../lib/tower-messages.ts';

/** Reactive. */
export class LookedAt {
  rows = $state.raw<readonly Row[]>([]);
  decisions = $state.raw<readonly DecisionInfo[]>([]);
  trouble = $state<string | null>(null);
  readonly #api: TowerApi;
  #session: string | null = null;
  #reading = 0;

  constructor(api: TowerApi) {
    this.#api = api;
  }

  /** Reads `session` anew; what was read of another is gone at once. */
  async read(session: string | null): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    if (session !== this.#session) {
      this.rows = [];
      this.decisions = [];
      this.#session = session;
    }
    this.trouble = null;
    if (session === null) return;
    const path = `api/sessions/${encodeURIComponent(session)}`;
    const [standings, decisions] = await Promise.all([
      this.#api.get<StandingsDocument>(`${path}/standings`),
      this.#api.get<DecisionsDocument>(`${path}/decisions`),
    ]);
    if (reading !== this.#reading) return;
    if (standings.ok) this.rows = standings.value.rows;
    else this.trouble = standings.why;
    if (decisions.ok) this.decisions = decisions.value.decisions;
    else this.trouble = decisions.why;
  }
}
