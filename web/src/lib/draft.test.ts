import { describe, expect, it } from 'vitest';
import { Draft, type Wanted } from './draft.svelte.ts';
import type { Accepted, Order, Preview } from './tower-api.ts';
import type { Outcome } from './tower-api-client.ts';

type Answer = Outcome<Accepted | Preview>;

const UNDO: Wanted = { command: { command: 'withdraw_decision', decision: 7 } };
const OTHER: Wanted = { command: { command: 'withdraw_decision', decision: 8 } };
const STALE: Answer = { ok: false, status: 409, why: 'Look again.', stale: true };

function preview(lastDecision: number): Answer {
  return {
    ok: true,
    value: { answer: 'preview', n: 20, session: 's', last_decision: lastDecision },
  };
}

function accepted(n: number): Answer {
  return { ok: true, value: { answer: 'accepted', n } };
}

/** A server that answers when it is told to, and what it was sent. */
class Server {
  readonly orders: Order[] = [];
  readonly #waiting: ((answer: Answer) => void)[] = [];

  order(order: Order): Promise<Answer> {
    this.orders.push(order);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Answers the oldest order that waits. */
  async answer(answer: Answer): Promise<void> {
    this.#waiting.shift()?.(answer);
    await Promise.resolve();
    await Promise.resolve();
  }
}

/** A draft that has been previewed. */
async function seen(server: Server): Promise<Draft> {
  const draft = new Draft(server);
  draft.propose(UNDO);
  await server.answer(preview(5));
  return draft;
}

describe('a draft', () => {
  it('is previewed before it can be confirmed', async () => {
    const server = new Server();
    const draft = new Draft(server);
    expect(draft.stage).toBe('empty');
    draft.propose(UNDO);
    expect(draft.stage).toBe('asking');
    expect(await draft.confirm()).toBeNull();
    await server.answer(preview(5));
    expect(draft.stage).toBe('ready');
    expect(server.orders).toMatchObject([{ ...UNDO, dry_run: true }]);
  });

  it('is confirmed with the number of the last decision that was seen', async () => {
    const server = new Server();
    const draft = await seen(server);
    const confirmed = draft.confirm();
    await server.answer(accepted(21));
    expect(await confirmed).toBe(21);
    expect(server.orders[1]).toMatchObject({ ...UNDO, seen_decision: 5 });
    expect(server.orders[1]?.dry_run).toBeUndefined();
    expect(draft.stage).toBe('done');
  });

  it('that another official overtook is previewed again, and says why', async () => {
    const server = new Server();
    const draft = await seen(server);
    const confirmed = draft.confirm();
    await server.answer(STALE);
    expect(draft.stage).toBe('asking');
    await server.answer(preview(6));
    expect(await confirmed).toBeNull();
    expect(draft.stage).toBe('ready');
    expect(draft.trouble).toBe('Look again.');
    void draft.confirm();
    expect(server.orders[3]).toMatchObject({ seen_decision: 6 });
  });

  it('that is refused says why, and can be asked again', async () => {
    const server = new Server();
    const draft = new Draft(server);
    draft.propose(UNDO);
    await server.answer({ ok: false, status: 409, why: 'Others depend on it.', stale: false });
    expect([draft.stage, draft.trouble]).toEqual(['refused', 'Others depend on it.']);
    const again = draft.confirm();
    await server.answer(preview(5));
    await again;
    expect([draft.stage, draft.trouble]).toEqual(['ready', null]);
  });

  it('that got no answer is sent again under the same key', async () => {
    const server = new Server();
    const draft = await seen(server);
    const lost = draft.confirm();
    await server.answer({ ok: false, status: 0, why: 'Not reached.', stale: false });
    await lost;
    expect([draft.stage, draft.trouble]).toEqual(['ready', 'Not reached.']);
    void draft.confirm();
    expect(server.orders[2]?.key).toBe(server.orders[1]?.key);
  });

  it('shows the preview of what is wanted now, whatever order the answers come in', async () => {
    const server = new Server();
    const draft = new Draft(server);
    draft.propose(UNDO);
    draft.propose(OTHER);
    await server.answer(preview(5));
    expect(draft.stage).toBe('asking');
    await server.answer(preview(6));
    expect(draft.preview?.last_decision).toBe(6);
    expect(server.orders[1]?.key).not.toBe(server.orders[0]?.key);
  });

  it('is not asked again about the same thing', async () => {
    const server = new Server();
    const draft = await seen(server);
    draft.propose({ ...UNDO });
    expect([draft.stage, server.orders.length]).toEqual(['ready', 1]);
  });

  it('about nothing is empty again', async () => {
    const draft = await seen(new Server());
    draft.propose(null);
    expect([draft.stage, draft.preview]).toEqual(['empty', null]);
  });
});
