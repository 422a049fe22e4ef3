/** Whole seconds since `sinceMs()` of `performance.now()`, counting while that is not `null`. */
export function secondsSince(sinceMs: () => number | null): { readonly seconds: number } {
  let seconds = $state(0);
  $effect.pre(() => {
    const since = sinceMs();
    if (since === null) return;
    const count = (): void => {
      seconds = Math.floor((performance.now() - since) / 1_000);
    };
    count();
    const timer = setInterval(count, 1_000);
    return () => {
      clearInterval(timer);
    };
  });
  return {
    get seconds() {
      return seconds;
    },
  };
}
