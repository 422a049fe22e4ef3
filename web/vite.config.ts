import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { compressed } from './vite.compress.ts';
import { mockLive } from './dev/plugin.ts';

/** Pages are HTML files here. The public's is built apart: what officials need must not weigh on phones. */
const PUBLIC_PAGES = ['index.html'];
const OFFICIALS_PAGES = ['tower.html'];

/** The mode of the second build. */
const OFFICIALS = 'officials';

/** A running `livetiming serve`, for `npm run dev` without the mock. */
const publicServer = process.env.LIVETIMING_URL ?? 'http://127.0.0.1:8000';
const towerServer = process.env.LIVETIMING_TOWER_URL ?? 'http://127.0.0.1:8001';

/** Officials' requests must come from the address that they ask. */
const tower = { target: towerServer, changeOrigin: true, headers: { origin: towerServer } };

const proxy = {
  '/live': { target: publicServer, ws: true },
  '/api': tower,
  '/tower/live': { ...tower, ws: true },
};

export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [svelte(), compressed(), ...(mode === 'mock' ? [mockLive()] : [])],
  server: mode === 'mock' ? {} : { proxy },
  build: {
    outDir: '../src/livetiming/http/static',
    emptyOutDir: mode !== OFFICIALS,
    copyPublicDir: mode !== OFFICIALS,
    target: ['chrome100', 'firefox100', 'safari15'],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: mode === OFFICIALS ? OFFICIALS_PAGES : PUBLIC_PAGES },
  },
  test: {
    include: ['src/**/*.test.ts', 'dev/**/*.test.ts'],
  },
}));
