import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeWebSocket, fakeNetwork } from './fake-websocket.ts';
import { LiveFeed } from './feed.svelte.ts';
import type { AnyMessage } from './messages.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeWebSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const HELLO = { type: 'hello', server_us: 5_000_000 } as const;
const REQUEST = '{"type":"resync"}';

function snapshot(n: number, stream = 'a'): AnyMessage {
  return { type: 'snapshot', stream, n, state: { timing: { live: true } } };
}

function change(from: number, stream = 'a'): AnyMessage {
  return { type: 'change', stream, from, to: from + 1, changes: [] };
}

/** A feed that was greeted; `say` lets the server speak on its latest connection. */
function greeted(): {
  feed: LiveFeed;
  sockets: FakeWebSocket[];
  say: (...messages: AnyMessage[]) => void;
} {
  const { open, sockets } = fakeNetwork();
  const feed = new LiveFeed({ url: 'ws://track.invalid/live', open, random: () => 1 });
  const say = (...messages: AnyMessage[]): void => {
    for (const message of messages) sockets.at(-1)?.say(JSON.stringify(message));
  };
  feed.socket.start();
  say(HELLO, snapshot(1));
  return { feed, sockets, say };
}

it('holds the state and the clock of a server that greeted it', () => {
  const { feed } = greeted();
  expect(feed.connection.state).toBe('live');
  expect(feed.live?.n).toBe(1);
  expect(feed.serverClock?.serverUs).toBe(5_000_000);
});

it('tells whether the timing server is heard behind the one that answers', () => {
  const { feed, say } = greeted();
  expect(feed.coreLive).toBe(true);
  say({ ...HELLO, core_live: false });
  expect(feed.coreLive).toBe(false);
  say(HELLO);
  expect(feed.coreLive).toBe(true);
});

it('follows changes', () => {
  const { feed, sockets, say } = greeted();
  say(change(1), change(2));
  expect(feed.live?.n).toBe(3);
  expect(sockets[0]?.sent).toEqual([]);
});

it('asks once for a snapshot after a gap and shows the old state until it comes', () => {
  const { feed, sockets, say } = greeted();
  say(change(4), change(5), HELLO, change(6));
  expect(sockets[0]?.sent).toEqual([REQUEST]);
  expect(feed.live?.n).toBe(1);
  say(snapshot(7), change(7));
  expect(feed.live?.n).toBe(8);
});

it('asks for a snapshot when the stream is another one', () => {
  const { feed, sockets, say } = greeted();
  say(change(1, 'b'));
  expect(sockets[0]?.sent).toEqual([REQUEST]);
  say(snapshot(1, 'b'));
  expect(feed.live?.stream).toBe('b');
});

it('can ask again on the next gap', () => {
  const { sockets, say } = greeted();
  say(change(4), snapshot(5), change(9));
  expect(sockets[0]?.sent).toEqual([REQUEST, REQUEST]);
});

it('turns to another connection when the snapshot does not come', () => {
  const { feed, sockets, say } = greeted();
  say(change(4));
  vi.advanceTimersByTime(5_001);
  say(HELLO);
  expect(feed.connection.state).toBe('lost');
  vi.advanceTimersByTime(500);
  expect(sockets).toHaveLength(2);
  say(HELLO, snapshot(9));
  expect(feed.live?.n).toBe(9);
});

it.each(['{"type":', '"hello"', 'null', '[]', '7', ''])(
  'turns to another connection when the server says %j',
  (text) => {
    const { feed, sockets } = greeted();
    sockets[0]?.say(text);
    expect(sockets[0]?.closed).toBe(true);
    expect(feed.live?.n).toBe(1);
    expect(feed.connection.state).toBe('lost');
  },
);

it('keeps its board while the connection is lost, and starts its clock anew on the next', () => {
  const { feed, sockets, say } = greeted();
  sockets[0]?.end();
  expect(feed.live?.n).toBe(1);
  vi.advanceTimersByTime(60_000);
  say({ type: 'hello', server_us: 4_000_000 });
  expect(feed.serverClock?.serverUs).toBe(4_000_000);
});
