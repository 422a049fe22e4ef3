/**
 * A websocket that stays: it reconnects, notices silence, and wakes with the page. It carries text and
 * knows nothing of what the text means.
 */

/** No message for so long means the connection is dead, whatever TCP believes: `Hello` comes every 10 s. */
export const SILENCE_MS_MAX = 25_000;

/** A page that wakes up after so long without a message does not wait for the rest of `SILENCE_MS_MAX`. */
export const SILENCE_MS_MAX_ON_WAKING = 12_000;

/** How long a server may take to accept and say its first word. */
export const OPENING_MS_MAX = 10_000;

const BACK_OFF_MS_MIN = 500;
const BACK_OFF_MS_MAX = 15_000;

/** `connecting` until the first message ever, then `live`, or `lost` since the last message heard. */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'lost';
  /** By `performance.now()`. */
  readonly sinceMs: number;
}

/** What a socket needs from its surroundings, and whom it tells. */
export interface SocketOptions {
  readonly url: string;
  readonly onText: (text: string) => void;
  readonly onConnection: (connection: Connection) => void;
  readonly open?: (url: string) => WebSocket;
  /** 0 to 1, evenly. */
  readonly random?: () => number;
}

/** How long to wait before attempt number `attempt` (from 0): a thousand phones must not return in step. */
export function backOffMs(attempt: number, random: number): number {
  const ceiling = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_MIN * 2 ** attempt);
  return ceiling * (0.5 + random / 2);
}

/** See the module. Does nothing before `start`, and nothing after `stop` until `start` again. */
export class LiveSocket {
  readonly #options: SocketOptions;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #heardMs: number | null = null;
  #running = false;
  #connection: Connection;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#connection = { state: 'connecting', sinceMs: performance.now() };
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#drop();
  }

  /** Sends `text` if there is a connection; whoever needs an answer asks again on the next one. */
  send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** Gives this connection up and makes another: the peer does not speak the protocol. */
  reconnect(): void {
    if (!this.#running) return;
    this.#drop();
    this.#lose();
    this.#timer = setTimeout(
      () => {
        this.#connect();
      },
      backOffMs(this.#attempt++, (this.#options.random ?? Math.random)()),
    );
  }

  /** The page is looked at again, or the network is back: connect now instead of in a while. */
  wake(): void {
    if (!this.#running) return;
    const silentMs = performance.now() - (this.#heardMs ?? this.#connection.sinceMs);
    if (this.#socket !== null && silentMs < SILENCE_MS_MAX_ON_WAKING) return;
    this.#attempt = 0;
    this.#drop();
    if (silentMs >= SILENCE_MS_MAX_ON_WAKING) this.#lose();
    this.#connect();
  }

  #connect(): void {
    const socket = (this.#options.open ?? ((url) => new WebSocket(url)))(this.#options.url);
    this.#socket = socket;
    this.#watch(OPENING_MS_MAX);
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this.#hear(String(event.data));
    };
    socket.onclose = () => {
      this.reconnect();
    };
  }

  #hear(text: string): void {
    this.#heardMs = performance.now();
    this.#attempt = 0;
    this.#watch(SILENCE_MS_MAX);
    if (this.#connection.state !== 'live') this.#tell('live', this.#heardMs);
    this.#options.onText(text);
  }

  #watch(silenceMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.reconnect();
    }, silenceMs);
  }

  /** Lets go of the socket without waiting: closing a dead connection can take minutes. */
  #drop(): void {
    clearTimeout(this.#timer);
    if (this.#socket === null) return;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  #lose(): void {
    if (this.#connection.state === 'live') this.#tell('lost', this.#heardMs ?? performance.now());
  }

  #tell(state: Connection['state'], sinceMs: number): void {
    this.#connection = { state, sinceMs };
    this.#options.onConnection(this.#connection);
  }
}
