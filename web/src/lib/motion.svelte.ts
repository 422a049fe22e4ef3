/**
 * Movement of rows of one height: on the compositor alone, without measuring anything, and without
 * animation frames of our own, so that sixty rows may change ten times a second.
 */

import type { Attachment } from 'svelte/attachments';

const SLIDE_MS = 420;
const FLASH_MS = 1_200;
const EASING = 'cubic-bezier(0.2, 0.7, 0.2, 1)';

/**
 * Lets a row slide to its new place whenever `index()` changes. A row that is overtaken by the next
 * change goes on from where it is. Rows that win places pass over those that lose them.
 */
export function slides(index: () => number): Attachment<HTMLElement> {
  return (node) => {
    let shown: number | null = null;
    let sliding: Animation | null = null;
    let fromRows = 0;
    $effect(() => {
      const before = shown;
      shown = index();
      if (before === null || before === shown || !mayMove()) return;
      fromRows = before - shown + fromRows * remaining(sliding);
      sliding?.cancel();
      node.style.zIndex = fromRows > 0 ? '1' : '';
      sliding = node.animate(
        [{ transform: `translateY(${fromRows * 100}%)` }, { transform: 'none' }],
        { duration: SLIDE_MS, easing: EASING },
      );
      sliding.onfinish = () => {
        sliding = null;
        node.style.zIndex = '';
      };
    });
    return () => sliding?.cancel();
  };
}

/** Lights the row up for a moment whenever `value()` changes, through its `::before`. */
export function flashes(value: () => unknown): Attachment<HTMLElement> {
  return (node) => {
    let shown: unknown;
    let first = true;
    $effect(() => {
      const before = shown;
      shown = value();
      if (!first && before !== shown && !document.hidden) {
        node.animate([{ opacity: 1 }, { opacity: 0 }], {
          duration: FLASH_MS,
          easing: 'ease-out',
          pseudoElement: '::before',
        });
      }
      first = false;
    });
  };
}

/** The part of a slide that is still to go; it runs from 1 to 0 by the same curve as on the screen. */
function remaining(sliding: Animation | null): number {
  return 1 - (sliding?.effect?.getComputedTiming().progress ?? 1);
}

function mayMove(): boolean {
  return !document.hidden && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
