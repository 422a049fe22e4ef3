/** What a socket does when the page is looked at again, and when it is put away. */
export interface Wakeable {
  start(): void;
  stop(): void;
  wake(): void;
}

/**
 * Ties `socket` to the life of the page: connected while it is shown, let go when the browser puts it
 * away (a page with an open socket is not kept for "back"), awake at once on return. Returns what unties it.
 */
export function liveWhileShown(socket: Wakeable): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const wake = (): void => {
    if (document.visibilityState === 'visible') socket.wake();
  };
  const start = (): void => {
    socket.start();
    wake();
  };
  const stop = (): void => {
    socket.stop();
  };
  document.addEventListener('visibilitychange', wake, { signal });
  window.addEventListener('online', wake, { signal });
  window.addEventListener('pageshow', start, { signal });
  window.addEventListener('pagehide', stop, { signal });
  socket.start();
  return () => {
    ending.abort();
    socket.stop();
  };
}
