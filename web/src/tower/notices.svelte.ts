/** What the page tells in passing: what was done, and what was refused. */

/** How long good news stays; trouble stays until it is put away. */
const NEWS_MS = 8_000;
const NOTICES_MAX = 4;

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly trouble: boolean;
  /** The decision that it tells of, by which it can be undone. */
  readonly decision: number | null;
}

/** Reactive; the newest is last. */
export class Notices {
  all = $state.raw<readonly Notice[]>([]);
  #id = 0;

  done(text: string, decision: number | null = null): void {
    const id = this.#add({ text, trouble: false, decision });
    setTimeout(() => {
      this.dismiss(id);
    }, NEWS_MS);
  }

  /** What to do first. */
  hint(text: string): void {
    this.done(text);
  }

  trouble(text: string): void {
    this.#add({ text, trouble: true, decision: null });
  }

  dismiss(id: number): void {
    this.all = this.all.filter((notice) => notice.id !== id);
  }

  #add(notice: Omit<Notice, 'id'>): number {
    this.#id += 1;
    const others = this.all.filter(({ trouble, text }) => trouble && text !== notice.text);
    this.all = [...others, { id: this.#id, ...notice }].slice(-NOTICES_MAX);
    return this.#id;
  }
}
