/** The lists: fetched, fetched again on a hint, and honest about how long somebody waits. */
import { FakeSocket } from "@shared/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { titleOf } from "../layout/attention";
import { useLists } from "./lists";
import { useLive } from "./live";
import { answer, item, refusal, signedIn } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  useLive().stop();
  vi.useRealTimers();
});

const queueOf = (...waiting: ReturnType<typeof item>[]): Response => answer({ waiting, counts: { waiting: waiting.length, assigned: 0, bot: 0 }, agents_online: 1 });
const count = (calls: string[], start: string): number => calls.filter((call) => call.startsWith(start)).length;

test("a hint fetches the list it names, and no other", async () => {
  const calls = await signedIn({ "GET /queue": () => queueOf(item()), "GET /conversations": () => answer({ items: [], next_before: null }) });
  useLists();
  useLive().start();
  FakeSocket.last.accept();
  await vi.advanceTimersByTimeAsync(1_000);
  const [queueBefore, mineBefore] = [count(calls, "GET /queue"), count(calls, "GET /conversations")];
  FakeSocket.last.answer({ type: "changed", topics: ["queue"] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect([count(calls, "GET /queue") - queueBefore, count(calls, "GET /conversations") - mineBefore]).toEqual([1, 0]);
});

test("without a socket the desk asks by itself", async () => {
  const calls = await signedIn({ "GET /queue": () => queueOf(), "GET /conversations": () => answer({ items: [], next_before: null }) });
  useLists();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(count(calls, "GET /queue")).toBe(3);
});

test("a failed fetch leaves the list and says that it may be old", async () => {
  let isDown = false;
  await signedIn({ "GET /queue": () => (isDown ? refusal(503, "unavailable") : queueOf(item())), "GET /conversations": () => answer({ items: [], next_before: null }) });
  const lists = useLists();
  await vi.advanceTimersByTimeAsync(100);
  isDown = true;
  await vi.advanceTimersByTimeAsync(6_000);
  expect([lists.waiting.length, lists.error?.code]).toEqual([1, "unavailable"]);
});

test("a wait counts on from the service's own figure, whatever the browser's clock says", async () => {
  await signedIn({ "GET /queue": () => queueOf(item({ waiting_s: 60 })), "GET /conversations": () => answer({ items: [], next_before: null }) });
  const lists = useLists();
  await vi.advanceTimersByTimeAsync(100);
  const fetchedAt = Date.now();
  expect(lists.waited(lists.waiting[0] ?? item(), fetchedAt + 30_000)).toBeGreaterThanOrEqual(90);
  expect(lists.waited(lists.waiting[0] ?? item(), fetchedAt + 30_000)).toBeLessThan(91);
});

test("unread messages of all I hold are counted, for the tab's title too", async () => {
  const mine = [item({ id: "c_1", unread: 2 }), item({ id: "c_2", unread: 1 })];
  await signedIn({ "GET /queue": () => queueOf(), "GET /conversations": () => answer({ items: mine, next_before: null }) });
  const lists = useLists();
  await vi.advanceTimersByTimeAsync(100);
  expect(lists.unread).toBe(3);
  expect([titleOf(0, "知客"), titleOf(3, "知客"), titleOf(120, "知客")]).toEqual(["知客", "(3) 知客", "(99+) 知客"]);
});
