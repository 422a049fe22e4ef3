import { describe, expect, it } from 'vitest';
import { TowerApi, towerFeedUrl } from './tower-api-client.ts';

/** A server that gives one answer and keeps what it was sent. */
function server(
  status: number,
  body: string,
): { api: TowerApi; sent: [string, RequestInit | undefined][] } {
  const sent: [string, RequestInit | undefined][] = [];
  const api = new TowerApi('http://tower.track:8001/', (url, init) => {
    sent.push([url, init]);
    return Promise.resolve(new Response(body, { status }));
  });
  return { api, sent };
}

describe('a request', () => {
  it('goes to the server that the page came from, with what it says as JSON', async () => {
    const { api, sent } = server(200, '{"who":"Ola","role":"operator","expires_wall_us":1}');
    await api.post('api/login', { name: 'Ola', password: 'x' });
    expect(sent[0]?.[0]).toBe('http://tower.track:8001/api/login');
    expect(sent[0]?.[1]).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      body: '{"name":"Ola","password":"x"}',
    });
  });

  it('that is answered gives what was asked for', async () => {
    const { api } = server(200, '{"setup":true,"software":"1"}');
    expect(await api.get('api/welcome')).toEqual({
      ok: true,
      value: { setup: true, software: '1' },
    });
  });

  it('that needs no answer gives none', async () => {
    expect(await server(200, '').api.post('api/logout')).toEqual({ ok: true, value: null });
  });

  it.each([
    [401, '{"why":"Wrong name or password."}', 'Wrong name or password.', false],
    [
      429,
      '{"why":"Too many attempts.","retry_s":30}',
      'Too many attempts. Try again in 30 s.',
      false,
    ],
    [409, '{"answer":"refused","why":"Look again.","stale":true}', 'Look again.', true],
    [500, 'oops', 'The server refused this (HTTP 500). Reload the page and try again.', false],
  ])('that is refused with %d says why', async (status, body, why, stale) => {
    const { api } = server(status, body);
    expect(await api.get('api/me')).toEqual({ ok: false, status, why, stale });
  });

  it('that reaches nobody says so', async () => {
    const api = new TowerApi('http://tower.track/', () => Promise.reject(new TypeError('failed')));
    expect(await api.get('api/me')).toMatchObject({ ok: false, status: 0 });
  });

  it('that is answered with something else says so', async () => {
    expect(await server(200, '<html>').api.get('api/me')).toMatchObject({ ok: false, status: 200 });
  });
});

it.each([
  ['http://tower.track:8001/#pair=abc', 'ws://tower.track:8001/tower/live'],
  ['https://club.example/timing/tower.html?x=1', 'wss://club.example/timing/tower/live'],
])('the live stream of %s is at %s', (page, feed) => {
  expect(towerFeedUrl(page)).toBe(feed);
});
