/** The focus stays on its row while a list is put in another order: a moved element loses it. */

import { tick } from 'svelte';

/** Called while a component is set up: `list` has rows with `data-id`, in the order of `order()`. */
export function keepFocus(list: () => HTMLElement | undefined, order: () => unknown): void {
  $effect.pre(() => {
    order();
    const id = focusedRow(list());
    if (id === null) return;
    void tick().then(() => {
      if (focusedRow(list()) !== null || document.activeElement !== document.body) return;
      const row = list()?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
      row?.focus({ preventScroll: true });
    });
  });
}

function focusedRow(list: HTMLElement | undefined): string | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || list?.contains(focused) !== true) return null;
  return focused.closest<HTMLElement>('[data-id]')?.dataset.id ?? null;
}
