import { describe, expect, it } from 'vitest';
import { KEYS, bindingOf, keyText, type Binding, type KeyPress } from './keys.ts';

const all: readonly Binding[] = Object.values(KEYS);

function press(key: string, held: Partial<KeyPress> = {}): Binding | null {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
  return bindingOf({ key, ...none, ...held });
}

describe('the keys', () => {
  it('do one thing each', () => {
    const texts = all.map(keyText);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('are all of them found when they are pressed', () => {
    for (const binding of all) {
      const key = binding.shift === true ? binding.key.toUpperCase() : binding.key;
      const held = { shiftKey: binding.shift ?? false, ctrlKey: binding.ctrl ?? false };
      expect(press(key, held)).toBe(binding);
    }
  });

  it('act with a letter and go somewhere with Shift', () => {
    expect(press('r')).toBe(KEYS.red);
    expect(press('R', { shiftKey: true })).toBe(KEYS.restart);
  });

  it('mean the same under Caps Lock', () => {
    expect(press('G')).toBe(KEYS.green);
    expect(press('r', { shiftKey: true })).toBe(KEYS.restart);
  });

  it('find signs on any keyboard, with Shift or without', () => {
    expect(press('/', { shiftKey: true })).toBe(KEYS.find);
    expect(press('?', { shiftKey: true })).toBe(KEYS.help);
  });

  it('leave the browser its own', () => {
    expect(press('r', { ctrlKey: true })).toBeNull();
    expect(press('d', { altKey: true })).toBeNull();
    expect(press('g', { metaKey: true })).toBeNull();
  });

  it('are shown as they are on the keyboard', () => {
    expect([KEYS.green, KEYS.restart, KEYS.undo, KEYS.help].map(keyText)).toEqual([
      'G',
      '⇧R',
      'Ctrl Z',
      '?',
    ]);
  });
});
