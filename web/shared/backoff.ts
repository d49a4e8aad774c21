/** How long to wait before trying again. */

/** First and longest wait; the cap keeps a thousand clients of a restarted service back within 10 s. */
const FIRST_MS = 500;
const LONGEST_MS = 8_000;
/** The service says 4429 "retry after 5 s". */
const TOO_MANY_FRAMES_MS = 5_000;

export const CLOSE = {
  badFrame: 4400, sessionEnded: 4401, noHello: 4408, tooLarge: 4413, tooMany: 4429, stopping: 4503,
} as const;

/**
 * Milliseconds until attempt number `attempt` (0 = first retry) after a close with `code`.
 * `random` in [0, 1) spreads clients over half of the wait, so that they do not all come back at once.
 */
export function retryDelay(attempt: number, code: number, random: number): number {
  if (code === CLOSE.tooMany || code === CLOSE.badFrame || code === CLOSE.tooLarge) return TOO_MANY_FRAMES_MS * (1 + random / 2);
  if (code === CLOSE.stopping && attempt === 0) return FIRST_MS * random;
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return longest * (0.5 + random / 2);
}
