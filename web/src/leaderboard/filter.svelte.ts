/** The class that a reader follows, kept in the address so that it survives a reload and can be sent on. */

import { classInHash, hashWithClass } from './hash.ts';

/** Reactive; follows the address and writes it, without a step in the browser's history. */
export class ClassFilter {
  #chosen = $state<string | null>(classInHash(location.hash));

  get chosen(): string | null {
    return this.#chosen;
  }

  choose(classId: string | null): void {
    this.#chosen = classId;
    const { pathname, search, hash } = location;
    history.replaceState(history.state, '', pathname + search + hashWithClass(hash, classId));
  }

  /** Returns what stops it. */
  follow(): () => void {
    const read = (): void => {
      this.#chosen = classInHash(location.hash);
    };
    window.addEventListener('hashchange', read);
    return () => {
      window.removeEventListener('hashchange', read);
    };
  }
}
