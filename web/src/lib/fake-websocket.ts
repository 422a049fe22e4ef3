/** A websocket for tests: nothing happens until the test says so. */
export class FakeWebSocket {
  static readonly OPEN = 1;
  readonly sent: string[] = [];
  readyState = 0;
  closed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  /** The server says `text`. */
  say(text: string): void {
    this.readyState = FakeWebSocket.OPEN;
    this.onmessage?.({ data: text });
  }

  /** The connection ends. */
  end(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

/** What opens `FakeWebSocket`s, and all that it opened. */
export function fakeNetwork(): { open: (url: string) => WebSocket; sockets: FakeWebSocket[] } {
  const sockets: FakeWebSocket[] = [];
  const open = (): WebSocket => {
    const socket = new FakeWebSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  return { open, sockets };
}
