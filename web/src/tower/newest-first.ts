/** What came last, first. */
export function newestFirst<Item>(items: readonly Item[]): Item[] {
  return [...items].reverse();
}
