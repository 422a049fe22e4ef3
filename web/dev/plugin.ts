/**
 * A live feed for `npm run dev:mock`: open `/mock?karts=60&classes=12&names=long` to choose what it
 * shows (see `scenario.ts`); it begins anew and leads to the leaderboard.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connect, HttpServer, Plugin } from 'vite';
import { WebSocketServer, type WebSocket } from 'ws';
import type { AnyMessage, PublicState } from '../src/lib/messages.ts';
import { changesBetween } from './changes.ts';
import { Race } from './race.ts';
import { USUAL, scenarioFrom, type Scenario } from './scenario.ts';

const WINDOW_MS = 100;
const HELLO_MS = 10_000;

/** One race and whoever watches it. */
class Feed {
  readonly #scenario: Scenario;
  readonly #race: Race;
  readonly #stream = `mock-${Date.now().toString(36)}`;
  readonly #watching = new Set<WebSocket>();
  readonly #timers: NodeJS.Timeout[];
  #state: PublicState;
  #n = 1;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#race = new Race(scenario);
    this.#state = this.#race.state();
    this.#timers = [
      setInterval(() => this.#step(), WINDOW_MS),
      setInterval(() => this.#hello(), HELLO_MS),
    ];
  }

  join(socket: WebSocket): void {
    this.#watching.add(socket);
    socket.on('close', () => this.#watching.delete(socket));
    socket.on('message', () => this.#snapshot(socket));
    this.#hello();
    this.#snapshot(socket);
  }

  end(): void {
    this.#timers.forEach(clearInterval);
    for (const socket of this.#watching) socket.close();
  }

  #step(): void {
    if (this.#scenario.storm) this.#race.storm();
    else if (this.#scenario.phase === 'running')
      this.#race.advance(WINDOW_MS * 1_000 * this.#scenario.rate);
    const state = this.#race.state();
    // The clock runs by itself; that it does is no news.
    const changes = changesBetween(withoutClock(this.#state), withoutClock(state)).map((change) =>
      change.type === 'session' ? { ...change, session: state.session ?? null } : change,
    );
    this.#state = state;
    if (changes.length === 0) return;
    this.#tell({ type: 'change', stream: this.#stream, from: this.#n, to: this.#n + 1, changes });
    this.#n += 1;
  }

  #hello(): void {
    this.#tell({ type: 'hello', server_us: this.#race.nowUs, rate: this.#scenario.rate });
  }

  #snapshot(socket: WebSocket): void {
    const snapshot: AnyMessage = {
      type: 'snapshot',
      stream: this.#stream,
      n: this.#n,
      state: this.#state,
    };
    socket.send(JSON.stringify(snapshot));
  }

  #tell(message: AnyMessage): void {
    const text = JSON.stringify(message);
    for (const socket of this.#watching) socket.send(text);
  }
}

function withoutClock(state: PublicState): PublicState {
  if (state.session === undefined) return state;
  const session = { ...state.session };
  delete session.clock;
  return { ...state, session };
}

/** The feed as a plugin of Vite's development and preview servers. */
export function mockLive(): Plugin {
  let feed: Feed | null = null;
  const sockets = new WebSocketServer({ noServer: true });
  const attach = (server: { httpServer: HttpServer | null; middlewares: Connect.Server }): void => {
    server.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (new URL(request.url ?? '/', 'http://mock').pathname !== '/live') return;
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        feed ??= new Feed(USUAL);
        feed.join(accepted);
      });
    });
    server.middlewares.use('/mock', (request, response) => {
      feed?.end();
      feed = new Feed(scenarioFrom(new URL(request.url ?? '/', 'http://mock').searchParams));
      response.writeHead(302, { location: '/' }).end();
    });
  };
  return { name: 'mock-live', configureServer: attach, configurePreviewServer: attach };
}
