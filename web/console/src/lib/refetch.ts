/** Hints to fetch again may come in bursts; a list is fetched at once, then at most every `gapMs`, and never twice at a time. */

/** Shortest time between the start of two fetches of one list. */
const GAP_MS = 400;

/** Wraps `fetch` (which must not reject). Asked for during a fetch or the gap after it, one more follows. */
export function createRefetch(fetch: () => Promise<void>, gapMs = GAP_MS): () => Promise<void> {
  let underway: Promise<void> | null = null;
  let again: Promise<void> | null = null;

  const run = (): Promise<void> => {
    const gap = new Promise<void>((resolve) => setTimeout(resolve, gapMs));
    const fetched = fetch();
    underway = Promise.all([fetched, gap]).then(() => void (underway = null));
    return fetched;
  };

  return () => {
    if (!underway) return run();
    again ??= underway.then(() => {
      again = null;
      return run();
    });
    return again;
  };
}
