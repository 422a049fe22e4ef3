/** The officials' requests. Nothing is thrown: what went wrong is an answer that says so. */

import type { Accepted, Order, Preview, Problem, Refused } from './tower-api.ts';

/** What was asked for, or why not: `status` is HTTP's, 0 where no answer came at all. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: number; readonly why: string; readonly stale: boolean };

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const UNREACHED = 'The server cannot be reached. Sending it again is safe: it is carried out once.';
const UNREADABLE = 'The server gave an answer that this page does not understand. Reload the page.';

/** Where the officials' live stream is, under whatever address and prefix the page was loaded from. */
export function towerFeedUrl(page: string): string {
  const url = new URL('tower/live', page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  return url.href;
}

/** Talks to the server behind the page at `page`. */
export class TowerApi {
  readonly #page: string;
  readonly #fetch: Fetch;

  constructor(page: string, fetcher: Fetch = (url, init) => fetch(url, init)) {
    this.#page = page;
    this.#fetch = fetcher;
  }

  /** Reads a document. `path` is relative: `api/me`. */
  get<Value>(path: string): Promise<Outcome<Value>> {
    return this.#ask<Value>('GET', path);
  }

  post<Value>(path: string, body: unknown = null): Promise<Outcome<Value>> {
    return this.#ask<Value>('POST', path, body);
  }

  put<Value>(path: string, body: unknown): Promise<Outcome<Value>> {
    return this.#ask<Value>('PUT', path, body);
  }

  delete<Value>(path: string): Promise<Outcome<Value>> {
    return this.#ask<Value>('DELETE', path);
  }

  /** Gives an order, or asks what it would change (`dry_run`). */
  order(order: Order): Promise<Outcome<Accepted | Preview>> {
    return this.post<Accepted | Preview>('api/commands', order);
  }

  async #ask<Value>(method: string, path: string, body?: unknown): Promise<Outcome<Value>> {
    const init: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined && body !== null) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    let response: Response;
    try {
      response = await this.#fetch(new URL(path, this.#page).href, init);
    } catch (error) {
      if (error instanceof TypeError) return failed(0, UNREACHED);
      throw error;
    }
    const answer = await jsonOf(response);
    if (!response.ok) return refusal(response.status, answer);
    return answer === undefined ? failed(response.status, UNREADABLE) : found(answer as Value);
  }
}

function found<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

function failed(status: number, why: string, stale = false): Outcome<never> {
  return { ok: false, status, why, stale };
}

function refusal(status: number, answer: unknown): Outcome<never> {
  if (typeof answer !== 'object' || answer === null || !('why' in answer)) {
    return failed(
      status,
      `The server refused this (HTTP ${status}). Reload the page and try again.`,
    );
  }
  const { why, stale, retry_s } = answer as Partial<Refused> & Problem;
  const later = retry_s === undefined ? '' : ` Try again in ${retry_s} s.`;
  return failed(status, `${why}${later}`, stale ?? false);
}

/** `null` for an empty body, `undefined` for one that is no JSON. */
async function jsonOf(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
