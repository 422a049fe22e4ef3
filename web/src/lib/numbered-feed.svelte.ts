/** A numbered stream as a page follows it: socket, state and the server's clock, joined. */

import { heard, type ServerClock } from './clock.ts';
import type { Hello } from './messages.ts';
import { LiveSocket, type Connection, type SocketOptions } from './socket.ts';
import { RESYNC } from './store.ts';

/** The only thing a client may ever say. */
const RESYNC_REQUEST = JSON.stringify({ type: 'resync' });

/** A server that leaves a request for a snapshot unanswered for so long is asked on a new connection. */
const SNAPSHOT_MS_MAX = 5_000;

/** Folds a message into the state, or asks for a snapshot. */
export type Fold<State, Message> = (
  state: State | null,
  message: Message,
) => State | null | typeof RESYNC;

/** Reactive; each field is replaced, never changed inside. `Message` is the union of all messages. */
export class NumberedFeed<State, Message extends { readonly type: string }> {
  /** The last state that was whole. It stays while the next snapshot is on its way. */
  live = $state.raw<State | null>(null);
  connection = $state.raw<Connection>({ state: 'connecting', sinceMs: performance.now() });
  serverClock = $state.raw<ServerClock | null>(null);
  readonly socket: LiveSocket;
  readonly #fold: Fold<State, Message>;
  #askedMs: number | null = null;

  constructor(fold: Fold<State, Message>, options: Omit<SocketOptions, 'onText' | 'onConnection'>) {
    this.#fold = fold;
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
    const message = parsed(text) as Message | Hello | null;
    if (message === null) {
      this.socket.reconnect();
      return;
    }
    if (isHello(message)) {
      this.serverClock = heard(this.serverClock, message, performance.now());
      return;
    }
    if (this.#askedMs !== null && message.type !== 'snapshot') {
      if (performance.now() - this.#askedMs > SNAPSHOT_MS_MAX) this.socket.reconnect();
      return;
    }
    this.#askedMs = null;
    const next = this.#fold(this.live, message);
    if (next === RESYNC) {
      this.#askedMs = performance.now();
      this.socket.send(RESYNC_REQUEST);
    } else {
      this.live = next;
    }
  }
}

function isHello(message: { readonly type: string }): message is Hello {
  return message.type === 'hello';
}

/** A message of the protocol, or `null` if it is none. The server's types are trusted, its bytes are not. */
function parsed(text: string): { readonly type: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
