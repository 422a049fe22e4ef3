import { existsSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compressed } from './vite.compress.ts';
import { mockLive } from './dev/plugin.ts';

/** Each page is an HTML file here; those that do not exist yet are no pages yet. */
const pages = ['index.html', 'tower.html'].filter((page) => existsSync(page));

/** A running `livetiming serve`, for `npm run dev` without the mock. */
const server = process.env.LIVETIMING_URL ?? 'http://127.0.0.1:8000';

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte(), compressed(), ...(mode === 'mock' ? [mockLive()] : [])],
  server: mode === 'mock' ? {} : { proxy: { '/live': { target: server, ws: true } } },
  build: {
    outDir: '../src/livetiming/http/static',
    emptyOutDir: true,
    target: ['chrome100', 'firefox100', 'safari15'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
  test: {
    include: ['src/**/*.test.ts', 'dev/**/*.test.ts'],
  },
}));
