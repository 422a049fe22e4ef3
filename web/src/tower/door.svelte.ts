/** Who is at this page: nobody yet, somebody about to log in, or an official. */

import { codeIn } from './codes.ts';
import type { Me, Welcome } from '../lib/tower-api.ts';
import type { Outcome, TowerApi } from '../lib/tower-api-client.ts';

export type Stand =
  | { readonly at: 'asking' }
  | { readonly at: 'unreached'; readonly why: string }
  | { readonly at: 'setup' }
  | { readonly at: 'login' }
  | { readonly at: 'pairing' }
  | { readonly at: 'in'; readonly me: Me };

const UNAUTHORIZED = 401;

/** Reactive. */
export class Door {
  stand = $state.raw<Stand>({ at: 'asking' });
  /** Why the last attempt was turned away. */
  trouble = $state<string | null>(null);
  busy = $state(false);
  readonly #api: TowerApi;

  constructor(api: TowerApi) {
    this.#api = api;
  }

  /** Finds out who this is; `hash` is that of the page's address. */
  async arrive(hash: string): Promise<void> {
    const code = codeIn(hash, 'pair');
    if (code !== null) {
      this.stand = { at: 'pairing' };
      await this.#enter('api/pair', { code });
      return;
    }
    const me = await this.#api.get<Me>('api/me');
    if (me.ok) this.stand = { at: 'in', me: me.value };
    else if (me.status === UNAUTHORIZED) await this.#welcome();
    else this.stand = { at: 'unreached', why: me.why };
  }

  logIn(name: string, password: string): Promise<void> {
    return this.#enter('api/login', { name, password });
  }

  setUp(code: string, name: string, password: string): Promise<void> {
    return this.#enter('api/setup', { code, name, password });
  }

  /** Ends this login on the server; what it says to that does not matter here. */
  async logOut(): Promise<void> {
    await this.#api.post('api/logout');
    this.trouble = null;
    await this.#welcome();
  }

  /** Looks whether the server still knows this login; the stream is refused where it does not. */
  async checkStillIn(): Promise<void> {
    const me = await this.#api.get<Me>('api/me');
    if (this.stand.at !== 'in' || me.ok || me.status !== UNAUTHORIZED) return;
    this.trouble = 'This login has ended. Log in again.';
    this.stand = { at: 'login' };
  }

  /** From the pairing page to the door with a password. */
  byPassword(): Promise<void> {
    this.trouble = null;
    return this.#welcome();
  }

  async #welcome(): Promise<void> {
    const welcome = await this.#api.get<Welcome>('api/welcome');
    if (!welcome.ok) this.stand = { at: 'unreached', why: welcome.why };
    else this.stand = { at: welcome.value.setup ? 'setup' : 'login' };
  }

  async #enter(path: string, body: unknown): Promise<void> {
    this.busy = true;
    this.trouble = null;
    const outcome: Outcome<Me> = await this.#api.post<Me>(path, body);
    this.busy = false;
    if (outcome.ok) this.stand = { at: 'in', me: outcome.value };
    else this.trouble = outcome.why;
  }
}
