/** Light, dark, or as the device is set. */

import { recall, remember } from './stored.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AS = 'livetiming.theme';

class Appearance {
  #theme = $state<Theme>('auto');

  get theme(): Theme {
    return this.#theme;
  }

  /** Starts with what was chosen before. */
  detect(): void {
    this.#show(THEMES.find((theme) => theme === recall(STORED_AS)) ?? 'auto');
  }

  /** To the next of `THEMES`, remembered. */
  next(): void {
    const theme = THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length] ?? 'auto';
    this.#show(theme);
    remember(STORED_AS, theme === 'auto' ? null : theme);
  }

  #show(theme: Theme): void {
    this.#theme = theme;
    document.documentElement.dataset.theme = theme;
  }
}

export const appearance = new Appearance();
