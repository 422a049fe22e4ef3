/** Where the live feed of this page is, under whatever address and prefix it was loaded from. */
export function feedUrl(page: string): string {
  const url = new URL('live', page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  return url.href;
}
