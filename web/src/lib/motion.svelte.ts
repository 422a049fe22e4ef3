/**
 * Movement of rows that all have one height and lie on top of each other at the place of the first:
 * a transform alone puts a row where it belongs. So a new order lays nothing out, shifts nothing,
 * measures nothing, and is animated by the compositor; sixty rows may change ten times a second. The
 * list sets `--row-height`.
 */

import type { Attachment } from 'svelte/attachments';
import { isInView, watchInView } from './in-view.ts';

const SLIDE_MS = 420;
const FLASH_MS = 1_200;

let calm: MediaQueryList | undefined;

/**
 * Puts a row at place `index()` (from 0) and lets it slide there whenever that changes. A row that is
 * overtaken by the next change goes on from where it is. Rows that win places pass over those that
 * lose them.
 */
export function slides(index: () => number): Attachment<HTMLElement> {
  return (node) => {
    let shown: number | null = null;
    let sliding: Animation | null = null;
    /** How many places away `sliding` began. */
    let away = 0;
    $effect(() => {
      const before = shown;
      shown = index();
      node.style.transform = at(shown);
      if (before === null || before === shown) return;
      away = before - shown + away * remaining(sliding);
      sliding?.cancel();
      const moves = mayMove(node);
      node.style.zIndex = moves && away > 0 ? '1' : '';
      if (!moves) return;
      sliding = node.animate([{ transform: at(shown + away) }, { transform: at(shown) }], {
        duration: SLIDE_MS,
        easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)',
      });
      sliding.onfinish = () => {
        sliding = null;
        node.style.zIndex = '';
      };
    });
    const unwatch = watchInView(node);
    return () => {
      unwatch();
      sliding?.cancel();
    };
  };
}

/** Lights up a row that `slides` for a moment whenever `value()` changes, through its `::before`. */
export function flashes(value: () => unknown): Attachment<HTMLElement> {
  return (node) => {
    let shown: unknown;
    let first = true;
    let flash: Animation | null = null;
    $effect(() => {
      const before = shown;
      shown = value();
      if (!first && before !== shown && isSeen(node)) {
        if (flash === null) flash = flashOf(node);
        else flash.currentTime = 0;
        flash.play();
      }
      first = false;
    });
    return () => flash?.cancel();
  };
}

function flashOf(node: HTMLElement): Animation {
  return node.animate([{ opacity: 1 }, { opacity: 0 }], {
    duration: FLASH_MS,
    easing: 'ease-out',
    pseudoElement: '::before',
  });
}

/** In `--row-height`, for the compositor does not animate what depends on the size of a box. */
function at(place: number): string {
  return `translateY(calc(${place} * var(--row-height)))`;
}

/** The part of a slide that is still to go: from 1 to 0 by the same curve as on the screen. */
function remaining(sliding: Animation | null): number {
  return 1 - (sliding?.effect?.getComputedTiming().progress ?? 1);
}

function isSeen(node: HTMLElement): boolean {
  return !document.hidden && isInView(node);
}

function mayMove(node: HTMLElement): boolean {
  calm ??= matchMedia('(prefers-reduced-motion: reduce)');
  return isSeen(node) && !calm.matches;
}
