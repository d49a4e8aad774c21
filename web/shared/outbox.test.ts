/** The outbox: nothing a customer wrote is lost between the keyboard and the ack. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId, Outbox } from "./outbox";
import { FillingStorage } from "./testing";

beforeEach(() => localStorage.clear());
afterEach(() => vi.useRealTimers());

const texts = (outbox: Outbox, conversation = "c_1"): string[] => outbox.items(conversation).map((item) => item.text);

test("what was written survives a reload, in the order of writing", () => {
  vi.useFakeTimers({ now: 1_000 });
  const before = new Outbox("t");
  ["一", "二", "三"].forEach((text) => before.add("c_1", text));
  expect(texts(new Outbox("t"))).toEqual(["一", "二", "三"]);
});

test("a confirmed message is gone for every tab, also for one that was open before", () => {
  const here = new Outbox("t");
  const there = new Outbox("t");
  const item = here.add("c_1", "你好");
  expect(texts(there)).toEqual(["你好"]);
  there.remove(item.client_id);
  expect(texts(here)).toEqual([]);
});

test("two tabs that write at once do not overwrite one another", () => {
  const here = new Outbox("t");
  const there = new Outbox("t");
  here.add("c_1", "这里");
  there.add("c_1", "那里");
  here.add("c_1", "又这里");
  expect(texts(there)).toEqual(["这里", "那里", "又这里"]);
});

test("when storage is full the message is still held and still sent", () => {
  const store = new FillingStorage();
  store.isFull = true;
  const outbox = new Outbox("t", store);
  const item = outbox.add("c_1", "你好");
  expect(texts(outbox)).toEqual(["你好"]);
  outbox.remove(item.client_id);
  expect(texts(outbox)).toEqual([]);
});

test("what storage refuses to take in its new state is not read from there in its old one", () => {
  const store = new FillingStorage();
  const outbox = new Outbox("t", store);
  const item = outbox.add("c_1", "你好");
  store.isFull = true;
  outbox.refuse(item.client_id, "invalid_request");
  expect(outbox.items()).toMatchObject([{ refusedCode: "invalid_request", isVolatile: true }]);
  store.isFull = false;
  outbox.refuse(item.client_id, null);
  expect(outbox.items().map((held) => [held.refusedCode, held.isVolatile])).toEqual([[null, undefined]]);
});

test("leaving the page is asked about only while something would be lost with it", () => {
  const isAsked = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const kept = new Outbox("t");
  kept.add("c_1", "你好");
  expect(isAsked()).toBe(false);
  const volatile = new Outbox("v", null);
  const item = volatile.add("c_1", "你好");
  expect([item.isVolatile, isAsked()]).toEqual([true, true]);
  volatile.remove(item.client_id);
  expect(isAsked()).toBe(false);
});

test("when the browser forbids storage altogether it works from memory", () => {
  const outbox = new Outbox("t", null);
  outbox.add("c_1", "你好");
  expect(texts(outbox)).toEqual(["你好"]);
});

test("a damaged entry is passed over", () => {
  localStorage.setItem("t:broken", "{");
  localStorage.setItem("t:odd", "null");
  new Outbox("t").add("c_1", "你好");
  expect(texts(new Outbox("t"))).toEqual(["你好"]);
});

test("waiting messages follow the conversation that replaces theirs", () => {
  const outbox = new Outbox("t");
  outbox.add("c_1", "你好");
  outbox.move("c_1", "c_2");
  expect([texts(outbox), texts(outbox, "c_2")]).toEqual([[], ["你好"]]);
});

test("clearing for the next person leaves other parties' entries alone", () => {
  localStorage.setItem("bank.theme", "dark");
  const staff = new Outbox("staff");
  staff.add("c_1", "您好");
  const outbox = new Outbox("t");
  outbox.add("c_1", "你好");
  outbox.clear();
  expect([texts(outbox), texts(staff), localStorage.getItem("bank.theme")]).toEqual([[], ["您好"], "dark"]);
});

test("a refused message stays until a person decides", () => {
  const outbox = new Outbox("t");
  const item = outbox.add("c_1", "你好");
  expect(outbox.refuse(item.client_id, "invalid_request")?.refusedCode).toBe("invalid_request");
  expect(new Outbox("t").items("c_1")[0]?.refusedCode).toBe("invalid_request");
  expect(outbox.refuse("gone", "x")).toBeNull();
});

test("ids are version 4 UUIDs on pages without randomUUID as well", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(newId()).toMatch(shape);
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  expect(newId()).toMatch(shape);
});
