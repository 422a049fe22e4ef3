/** Which elements are on the screen or nearly so: what nobody sees need not be animated. */

const MARGIN_PX = 120;

const near = new WeakSet<Element>();
let observer: IntersectionObserver | undefined;

/** Whether `element`, which is watched, may be seen. False until the browser has said so. */
export function isInView(element: Element): boolean {
  return near.has(element);
}

/** Watches `element` until the function that it returns is called. */
export function watchInView(element: Element): () => void {
  observer ??= new IntersectionObserver(note, { rootMargin: `${MARGIN_PX}px 0px` });
  observer.observe(element);
  return () => observer?.unobserve(element);
}

function note(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) near.add(target);
    else near.delete(target);
  }
}
