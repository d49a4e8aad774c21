/** Delivery: every message reaches the service, under one id, however often the line breaks. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ACK_LIMIT_MS, Delivery } from "./delivery";
import { Outbox, type OutboxItem } from "./outbox";

let outbox: Outbox;
let delivery: Delivery;
let sent: OutboxItem[];
let refused: OutboxItem[];
let hasLine: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  [sent, refused, hasLine] = [[], [], true];
  outbox = new Outbox("t");
  delivery = new Delivery({
    outbox,
    items: () => outbox.items("c_1"),
    send: (item) => hasLine && sent.push(item) > 0,
    onRefused: (item) => refused.push(item),
  });
});
afterEach(() => {
  delivery.stop();
  vi.useRealTimers();
});

const texts = (): string[] => sent.map((item) => item.text);

test("without a line nothing is sent; when it is there, all goes out in order", () => {
  hasLine = false;
  ["一", "二"].forEach((text) => outbox.add("c_1", text));
  delivery.flush();
  expect(sent).toEqual([]);
  hasLine = true;
  delivery.lineReady();
  expect(texts()).toEqual(["一", "二"]);
});

test("a message is not sent twice while its ack may still come", () => {
  outbox.add("c_1", "一");
  vi.advanceTimersByTime(ACK_LIMIT_MS - 1_000);
  expect(texts()).toEqual(["一"]);
});

test("a lost ack, and a new line, both send again under the same id", () => {
  const item = outbox.add("c_1", "一");
  vi.advanceTimersByTime(ACK_LIMIT_MS + 2_000);
  delivery.lineReady();
  expect(sent.length).toBe(3);
  expect(new Set(sent.map((s) => s.client_id))).toEqual(new Set([item.client_id]));
});

test("an acked message leaves the outbox and is never sent again", () => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.acked(item);
  vi.advanceTimersByTime(60_000);
  delivery.lineReady();
  expect([sent.length, outbox.items()]).toEqual([1, []]);
});

test("a service that cannot store just now is asked again; nobody is told it failed", () => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "storage_unavailable", client_id: item.client_id });
  vi.advanceTimersByTime(ACK_LIMIT_MS + 1_000);
  expect([sent.length, refused]).toEqual([2, []]);
});

test("a final refusal is shown and not repeated until a person asks", () => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "invalid_request", client_id: item.client_id });
  vi.advanceTimersByTime(60_000);
  expect([sent.length, refused[0]?.refusedCode]).toEqual([1, "invalid_request"]);
  delivery.retry(item.client_id);
  expect([sent.length, refused[1]?.refusedCode]).toEqual([2, null]);
});

test("one refused message does not hold up the next", () => {
  const first = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "invalid_request", client_id: first.client_id });
  outbox.add("c_1", "二");
  delivery.flush();
  expect(texts()).toEqual(["一", "二"]);
});
