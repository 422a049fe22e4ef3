import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWebSocket, fakeNetwork } from './fake-websocket.ts';
import {
  LiveSocket,
  OPENING_MS_MAX,
  SILENCE_MS_MAX,
  SILENCE_MS_MAX_ON_WAKING,
  backOffMs,
  type Connection,
} from './socket.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeWebSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function started(): {
  socket: LiveSocket;
  sockets: FakeWebSocket[];
  texts: string[];
  states: Connection['state'][];
} {
  const { open, sockets } = fakeNetwork();
  const texts: string[] = [];
  const states: Connection['state'][] = [];
  const socket = new LiveSocket({
    url: 'ws://track.invalid/live',
    open,
    random: () => 1,
    onText: (text) => texts.push(text),
    onConnection: ({ state }) => states.push(state),
  });
  socket.start();
  return { socket, sockets, texts, states };
}

describe('backOffMs', () => {
  it('doubles from half a second to a quarter of a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map((attempt) => backOffMs(attempt, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });

  it('spreads those who lost their connection in the same moment', () => {
    expect(backOffMs(3, 0)).toBe(2_000);
    expect(backOffMs(3, 0.5)).toBe(3_000);
  });
});

describe('a connection', () => {
  it('is live from the first message on, not from its opening', () => {
    const { sockets, states, texts } = started();
    expect(states).toEqual([]);
    sockets[0]?.say('one');
    sockets[0]?.say('two');
    expect(states).toEqual(['live']);
    expect(texts).toEqual(['one', 'two']);
  });

  it('that ends is lost since its last message, and made anew', () => {
    const { open, sockets } = fakeNetwork();
    const onConnection = vi.fn();
    const socket = new LiveSocket({
      url: '',
      open,
      random: () => 1,
      onText: vi.fn(),
      onConnection,
    });
    socket.start();
    const heardMs = performance.now();
    sockets[0]?.say('hello');
    vi.advanceTimersByTime(3_000);
    sockets[0]?.end();
    expect(onConnection).toHaveBeenLastCalledWith({ state: 'lost', sinceMs: heardMs });
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    sockets[1]?.say('hello');
    expect(onConnection).toHaveBeenLastCalledWith(expect.objectContaining({ state: 'live' }));
  });

  it('that fails again and again is tried at growing distances', () => {
    const { sockets } = started();
    for (const waitMs of [500, 1_000, 2_000, 4_000]) {
      const tried = sockets.length;
      sockets.at(-1)?.end();
      vi.advanceTimersByTime(waitMs - 1);
      expect(sockets).toHaveLength(tried);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(tried + 1);
    }
  });

  it('that was live starts again from the shortest wait', () => {
    const { sockets } = started();
    sockets[0]?.end();
    vi.advanceTimersByTime(500);
    sockets[1]?.end();
    vi.advanceTimersByTime(1_000);
    sockets[2]?.say('hello');
    sockets[2]?.end();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(4);
  });

  it('that falls silent is given up without waiting for its end', () => {
    const { sockets, states } = started();
    sockets[0]?.say('hello');
    vi.advanceTimersByTime(SILENCE_MS_MAX - 1);
    expect(states).toEqual(['live']);
    vi.advanceTimersByTime(1);
    expect(states).toEqual(['live', 'lost']);
    expect(sockets[0]?.closed).toBe(true);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
  });

  it('that still speaks is kept', () => {
    const { sockets, states } = started();
    for (let seconds = 0; seconds < 100; seconds += 10) {
      sockets[0]?.say('hello');
      vi.advanceTimersByTime(10_000);
    }
    expect(states).toEqual(['live']);
    expect(sockets).toHaveLength(1);
  });

  it('that never opens is given up and is not called lost', () => {
    const { sockets, states } = started();
    vi.advanceTimersByTime(OPENING_MS_MAX + 500);
    expect(sockets).toHaveLength(2);
    expect(states).toEqual([]);
  });

  it('that was given up says nothing more', () => {
    const { sockets, texts } = started();
    sockets[0]?.say('hello');
    vi.advanceTimersByTime(SILENCE_MS_MAX + 500);
    sockets[0]?.say('from the dead');
    sockets[0]?.end();
    vi.advanceTimersByTime(OPENING_MS_MAX - 1);
    expect(texts).toEqual(['hello']);
    expect(sockets).toHaveLength(2);
  });
});

describe('a page that wakes', () => {
  it('does not wait for the next attempt', () => {
    const { socket, sockets } = started();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      sockets.at(-1)?.end();
      if (attempt < 5) vi.advanceTimersByTime(15_000);
    }
    const tried = sockets.length;
    socket.wake();
    expect(sockets).toHaveLength(tried + 1);
    vi.advanceTimersByTime(OPENING_MS_MAX - 1);
    expect(sockets).toHaveLength(tried + 1);
  });

  it('gives up a connection that missed a hello', () => {
    const { socket, sockets, states } = started();
    sockets[0]?.say('hello');
    vi.advanceTimersByTime(SILENCE_MS_MAX_ON_WAKING);
    socket.wake();
    expect(states).toEqual(['live', 'lost']);
    expect(sockets).toHaveLength(2);
  });

  it('keeps a connection that spoke a moment ago, and one that is being opened', () => {
    const { socket, sockets } = started();
    socket.wake();
    sockets[0]?.say('hello');
    vi.advanceTimersByTime(SILENCE_MS_MAX_ON_WAKING - 1);
    socket.wake();
    expect(sockets).toHaveLength(1);
  });
});

describe('a stopped socket', () => {
  it('makes no connection until it is started again', () => {
    const { socket, sockets } = started();
    sockets[0]?.say('hello');
    socket.stop();
    socket.wake();
    socket.reconnect();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.closed).toBe(true);
    socket.start();
    expect(sockets).toHaveLength(2);
  });

  it('is started once however often it is told to', () => {
    const { socket, sockets } = started();
    socket.start();
    expect(sockets).toHaveLength(1);
  });
});

describe('what is sent', () => {
  it('goes out on an open connection and is dropped on any other', () => {
    const { socket, sockets } = started();
    socket.send('too early');
    sockets[0]?.say('hello');
    socket.send('in time');
    sockets[0]?.end();
    socket.send('too late');
    expect(sockets[0]?.sent).toEqual(['in time']);
  });
});
