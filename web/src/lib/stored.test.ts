import { afterEach, expect, it, vi } from 'vitest';
import { recall, remember } from './stored.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('remembers and forgets', () => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  });
  remember('theme', 'dark');
  expect(recall('theme')).toBe('dark');
  remember('theme', null);
  expect(recall('theme')).toBeNull();
});

it('does without where the browser refuses', () => {
  const refuse = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  remember('theme', 'dark');
  expect(recall('theme')).toBeNull();
});
