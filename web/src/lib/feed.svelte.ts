/** The live feed as a page uses it: the three parts joined, socket, store and the server's clock. */

import { heard, type ServerClock } from './clock.ts';
import type { AnyMessage } from './messages.ts';
import { LiveSocket, type Connection, type SocketOptions } from './socket.ts';
import { RESYNC, applyMessage, type LiveState } from './store.ts';

/** The only thing a public client may ever say. */
const RESYNC_REQUEST = JSON.stringify({ type: 'resync' });

/** A server that leaves a request for a snapshot unanswered for so long is asked on a new connection. */
const SNAPSHOT_MS_MAX = 5_000;

/** Reactive; each field is replaced, never changed inside. */
export class LiveFeed {
  /** The last state that was whole. It stays while the next snapshot is on its way. */
  live = $state.raw<LiveState | null>(null);
  connection = $state.raw<Connection>({ state: 'connecting', sinceMs: performance.now() });
  serverClock = $state.raw<ServerClock | null>(null);
  /** Whether the server that answers hears the one that times; it shows the last state known if not. */
  coreLive = $state(true);
  readonly socket: LiveSocket;
  #askedMs: number | null = null;

  constructor(options: Omit<SocketOptions, 'onText' | 'onConnection'>) {
    this.socket = new LiveSocket({
      ...options,
      onText: (text) => {
        this.#receive(text);
      },
      onConnection: (connection) => {
        this.connection = connection;
        // Another connection may lead to another server, or come after a night's sleep.
        this.serverClock = connection.state === 'live' ? null : this.serverClock;
        this.#askedMs = null;
      },
    });
  }

  #receive(text: string): void {
    const message = parsed(text);
    if (message === null) {
      this.socket.reconnect();
      return;
    }
    if (message.type === 'hello') {
      this.serverClock = heard(this.serverClock, message, performance.now());
      this.coreLive = message.core_live ?? true;
    }
    if (this.#askedMs !== null && message.type !== 'snapshot') {
      if (performance.now() - this.#askedMs > SNAPSHOT_MS_MAX) this.socket.reconnect();
      return;
    }
    this.#askedMs = null;
    const next = applyMessage(this.live, message);
    if (next === RESYNC) {
      this.#askedMs = performance.now();
      this.socket.send(RESYNC_REQUEST);
    } else {
      this.live = next;
    }
  }
}

/** A message of the protocol, or `null` if it is none. The server's types are trusted, its bytes are not. */
function parsed(text: string): AnyMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value
      ? (value as AnyMessage)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
