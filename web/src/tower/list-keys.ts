/** Going up and down in a list of rows, each with `data-id`: keys, clicks, and where the focus stands. */

import type { Attachment } from 'svelte/attachments';

export interface ListOptions {
  /** The ids in the order on the screen. */
  readonly ids: () => readonly string[];
  readonly selected: () => string | null;
  readonly select: (id: string) => void;
  /** Enter on a row. */
  readonly enter?: () => void;
  /** The keys left and right on a row: -1 and 1. */
  readonly turn?: (by: -1 | 1) => void;
}

const PAGE = 10;

/** The place that `key` leads to from `at` in a list of `size`; `null` if it leads nowhere. */
export function placeAfter(key: string, at: number, size: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: size - 1,
  };
  const place = steps[key];
  return place === undefined || size === 0 ? null : Math.max(0, Math.min(size - 1, place));
}

/** Makes the element that it is attached to such a list. */
export function listKeys(options: ListOptions): Attachment<HTMLElement> {
  return (list) => {
    const rowOf = (id: string | null): HTMLElement | null =>
      id === null ? null : list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    const idUnder = (target: EventTarget | null): string | null =>
      target instanceof Element
        ? (target.closest<HTMLElement>('[data-id]')?.dataset.id ?? null)
        : null;

    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
      const turn = { ArrowLeft: -1, ArrowRight: 1 } as const;
      if (event.key in turn && options.turn !== undefined) {
        event.preventDefault();
        options.turn(turn[event.key as keyof typeof turn]);
        return;
      }
      if (event.key === 'Enter' && event.target === rowOf(idUnder(event.target))) {
        event.preventDefault();
        options.enter?.();
        return;
      }
      const ids = options.ids();
      const here = idUnder(event.target) ?? options.selected();
      const at = here === null ? -1 : ids.indexOf(here);
      // The first arrow takes the row on which the focus stands, if it is not selected yet.
      const arrives = at >= 0 && here !== options.selected() && /^Arrow(Up|Down)$/.test(event.key);
      const place = arrives ? at : placeAfter(event.key, at, ids.length);
      const id = place === null ? undefined : ids[place];
      if (id === undefined) return;
      event.preventDefault();
      options.select(id);
      rowOf(id)?.focus();
    };
    const click = (event: MouseEvent): void => {
      const id = idUnder(event.target);
      if (id !== null) options.select(id);
    };
    list.addEventListener('keydown', press);
    list.addEventListener('click', click);
    return () => {
      list.removeEventListener('keydown', press);
      list.removeEventListener('click', click);
    };
  };
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea') !== null;
}
