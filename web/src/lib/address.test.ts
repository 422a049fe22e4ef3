import { expect, it } from 'vitest';
import { feedUrl } from './address.ts';

it.each([
  ['http://timing.local/', 'ws://timing.local/live'],
  ['http://10.0.0.5:8000/index.html#class=c1', 'ws://10.0.0.5:8000/live'],
  ['https://club.example/timing/?from=poster', 'wss://club.example/timing/live'],
])('of a page at %s is %s', (page, feed) => {
  expect(feedUrl(page)).toBe(feed);
});
