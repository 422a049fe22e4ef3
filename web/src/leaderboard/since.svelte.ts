/** Whole seconds since `sinceMs()` of `performance.now()`, counting while that is not `null`. */
export function secondsSince(sinceMs: () => number | null): { readonly seconds: number } {
  let nowMs = $state(performance.now());
  $effect.pre(() => {
    if (sinceMs() === null) return;
    nowMs = performance.now();
    const timer = setInterval(() => {
      nowMs = performance.now();
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  });
  return {
    get seconds() {
      const since = sinceMs();
      return since === null ? 0 : Math.max(0, Math.floor((nowMs - since) / 1_000));
    },
  };
}
