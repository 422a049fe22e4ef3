import { describe, expect, it } from 'vitest';
import { TowerApi } from '../lib/tower-api-client.ts';
import { codeIn } from './codes.ts';
import { Door } from './door.svelte.ts';

const ME = { who: 'Ola', role: 'operator', expires_wall_us: 1 };

type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

/** The door of a server with these answers by path, and what it was sent. */
function doorTo(answers: Answers): { door: Door; sent: string[] } {
  const sent: string[] = [];
  const api = new TowerApi('http://tower.track/', (url, init) => {
    const path = new URL(url).pathname;
    sent.push(
      `${init?.method ?? ''} ${path} ${typeof init?.body === 'string' ? init.body : ''}`.trim(),
    );
    const [status, body] = answers[path] ?? [404, { why: 'There is nothing.' }];
    const text = body === null ? null : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status }));
  });
  return { door: new Door(api), sent };
}

const STRANGER: Answers = { '/api/me': [401, { why: 'Log in.' }] };

describe('whoever comes to the door', () => {
  it('is let in when the server knows the login', async () => {
    const { door } = doorTo({ '/api/me': [200, ME] });
    await door.arrive('');
    expect(door.stand).toEqual({ at: 'in', me: ME });
  });

  it.each([
    [false, 'login'],
    [true, 'setup'],
  ])('finds the form for it (setup: %s)', async (setup, at) => {
    const { door } = doorTo({ ...STRANGER, '/api/welcome': [200, { setup, software: '1' }] });
    await door.arrive('');
    expect(door.stand.at).toBe(at);
  });

  it('with a code from a QR code is paired at once', async () => {
    const { door, sent } = doorTo({ '/api/pair': [200, ME] });
    await door.arrive('#pair=abc');
    expect(door.stand.at).toBe('in');
    expect(sent).toEqual(['POST /api/pair {"code":"abc"}']);
  });

  it('with a used code is told so, and may log in with a password', async () => {
    const { door } = doorTo({
      '/api/pair': [401, { why: 'This code was used already.' }],
      '/api/welcome': [200, { setup: false, software: '1' }],
    });
    await door.arrive('#pair=abc');
    expect([door.stand.at, door.trouble]).toEqual(['pairing', 'This code was used already.']);
    await door.byPassword();
    expect([door.stand.at, door.trouble]).toEqual(['login', null]);
  });

  it('with a wrong password stays outside and learns why', async () => {
    const { door } = doorTo({ '/api/login': [401, { why: 'Wrong name or password.' }] });
    await door.logIn('Ola', 'x');
    expect(door.trouble).toBe('Wrong name or password.');
  });

  it('is told when the server does not answer as it should', async () => {
    const { door } = doorTo({ '/api/me': [503, { why: 'Starting.' }] });
    await door.arrive('');
    expect(door.stand).toEqual({ at: 'unreached', why: 'Starting.' });
  });

  it('and is shut out meanwhile has to log in again', async () => {
    const answers: Record<string, readonly [number, unknown]> = { '/api/me': [200, ME] };
    const { door } = doorTo(answers);
    await door.arrive('');
    await door.checkStillIn();
    expect(door.stand.at).toBe('in');
    answers['/api/me'] = [401, { why: 'Log in.' }];
    await door.checkStillIn();
    expect(door.stand.at).toBe('login');
    expect(door.trouble).toBe('This login has ended. Log in again.');
  });

  it('and leaves is outside', async () => {
    const { door } = doorTo({
      '/api/me': [200, ME],
      '/api/logout': [204, null],
      '/api/welcome': [200, { setup: false, software: '1' }],
    });
    await door.arrive('');
    await door.logOut();
    expect(door.stand.at).toBe('login');
  });
});

it.each([
  ['#pair=abc', 'abc'],
  ['pair=a-b_c', 'a-b_c'],
  ['#setup=abc', null],
  ['', null],
])('the code in %j is %j', (hash, code) => {
  expect(codeIn(hash, 'pair')).toBe(code);
});
