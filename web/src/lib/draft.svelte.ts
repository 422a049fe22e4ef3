/**
 * A decision in preparation: asked what it would change, looked at, then confirmed with what was seen.
 * When another official was quicker the server says so, and it is asked and looked at again.
 */

import { randomKey } from './random-key.ts';
import type { AnyCommand, Order, Preview } from './tower-api.ts';
import type { TowerApi } from './tower-api-client.ts';

/** What somebody is about to decide, why, and whose ruling it is. */
export interface Wanted {
  readonly command: AnyCommand;
  readonly why?: string;
  readonly by_radio_from?: string;
}

/**
 * - `empty`: nothing to ask yet.
 * - `asking`: waits for the preview.
 * - `ready`: the preview is there; it may be confirmed.
 * - `refused`: it cannot be done like this; `trouble` says why.
 * - `sending`: confirmed, not answered yet.
 * - `done`: carried out.
 */
export type Stage = 'empty' | 'asking' | 'ready' | 'refused' | 'sending' | 'done';

/** Reactive; of one person, for one decision. */
export class Draft {
  stage = $state<Stage>('empty');
  preview = $state.raw<Preview | null>(null);
  /** What the official must read before going on, in words of the server. */
  trouble = $state<string | null>(null);
  readonly #api: Pick<TowerApi, 'order'>;
  #wanted: Wanted | null = null;
  #written = '';
  #key = randomKey();
  #asked = 0;

  constructor(api: Pick<TowerApi, 'order'>) {
    this.#api = api;
  }

  /** Asks what `wanted` would change, unless that is what it is about already. */
  propose(wanted: Wanted | null): void {
    const written = JSON.stringify(wanted);
    if (written === this.#written || this.stage === 'sending' || this.stage === 'done') return;
    this.#written = written;
    this.#wanted = wanted;
    this.#key = randomKey();
    this.trouble = null;
    void this.#ask();
  }

  /**
   * Carries out what was seen; the number of its fact, or `null` where it was not (yet) carried out. What
   * was refused before is asked again.
   */
  async confirm(): Promise<number | null> {
    if (this.stage === 'refused') {
      this.trouble = null;
      await this.#ask();
      return null;
    }
    if (this.stage !== 'ready' || this.#wanted === null) return null;
    this.stage = 'sending';
    this.trouble = null;
    const outcome = await this.#api.order(this.#order(this.#wanted));
    if (outcome.ok && outcome.value.answer === 'accepted') {
      this.stage = 'done';
      return outcome.value.n;
    }
    this.trouble = outcome.ok ? null : outcome.why;
    // Nobody knows whether what got no answer was carried out; the same key makes it safe to send again.
    if (!outcome.ok && outcome.status === 0) this.stage = 'ready';
    else if (!outcome.ok && !outcome.stale) this.stage = 'refused';
    else await this.#ask();
    return null;
  }

  #order(wanted: Wanted): Order {
    const seen = this.preview?.last_decision;
    return { key: this.#key, ...wanted, ...(seen === undefined ? {} : { seen_decision: seen }) };
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const wanted = this.#wanted;
    if (wanted === null) {
      this.preview = null;
      this.stage = 'empty';
      return;
    }
    this.stage = 'asking';
    const outcome = await this.#api.order({ key: this.#key, ...wanted, dry_run: true });
    if (asked !== this.#asked) return;
    if (outcome.ok && outcome.value.answer === 'preview') {
      this.preview = outcome.value;
      this.stage = 'ready';
    } else {
      this.preview = null;
      this.trouble = outcome.ok ? null : outcome.why;
      this.stage = outcome.ok ? 'done' : 'refused';
    }
  }
}
