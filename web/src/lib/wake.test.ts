import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { liveWhileShown } from './wake.ts';

class FakeDocument extends EventTarget {
  visibilityState = 'visible';
}

let page: FakeDocument;
let browser: EventTarget;

beforeEach(() => {
  page = new FakeDocument();
  browser = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', browser);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function tied(): {
  socket: { start: () => void; stop: () => void; wake: () => void };
  untie: () => void;
} {
  const socket = { start: vi.fn(), stop: vi.fn(), wake: vi.fn() };
  return { socket, untie: liveWhileShown(socket) };
}

describe('a page that is shown', () => {
  it('is connected', () => {
    expect(tied().socket.start).toHaveBeenCalledOnce();
  });

  it.each([
    ['looked at again', (): boolean => page.dispatchEvent(new Event('visibilitychange'))],
    ['back on the network', (): boolean => browser.dispatchEvent(new Event('online'))],
    ['brought back by the browser', (): boolean => browser.dispatchEvent(new Event('pageshow'))],
  ])('wakes its socket when it is %s', (_, happens) => {
    const { socket } = tied();
    happens();
    expect(socket.wake).toHaveBeenCalledOnce();
  });
});

describe('a page that is hidden', () => {
  it('does not wake', () => {
    const { socket } = tied();
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    browser.dispatchEvent(new Event('online'));
    expect(socket.wake).not.toHaveBeenCalled();
  });

  it('lets go when the browser puts it away', () => {
    const { socket } = tied();
    browser.dispatchEvent(new Event('pagehide'));
    expect(socket.stop).toHaveBeenCalledOnce();
    browser.dispatchEvent(new Event('pageshow'));
    expect(socket.start).toHaveBeenCalledTimes(2);
  });
});

it('hears nothing of the page once it is untied', () => {
  const { socket, untie } = tied();
  untie();
  browser.dispatchEvent(new Event('pageshow'));
  expect(socket.stop).toHaveBeenCalledOnce();
  expect(socket.start).toHaveBeenCalledOnce();
});
