/** Refetch: a burst of hints is one or two calls, and the last hint is never lost. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefetch } from "./refetch";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first hint fetches at once, a burst behind it fetches once more", async () => {
  const fetch = vi.fn(async () => undefined);
  const refetch = createRefetch(fetch, 400);
  void refetch();
  expect(fetch).toHaveBeenCalledTimes(1);
  for (let hint = 0; hint < 20; hint++) void refetch();
  await vi.advanceTimersByTimeAsync(399);
  expect(fetch).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test("two fetches never run at once, and a hint during a slow one is followed up", async () => {
  let running = 0;
  let most = 0;
  const fetch = vi.fn(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    running--;
  });
  const refetch = createRefetch(fetch, 400);
  void refetch();
  await vi.advanceTimersByTimeAsync(1_000);
  const followed = refetch();
  await vi.advanceTimersByTimeAsync(10_000);
  await followed;
  expect([fetch.mock.calls.length, most]).toEqual([2, 1]);
});
