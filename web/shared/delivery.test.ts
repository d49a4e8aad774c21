/** Delivery: every message reaches the service, under one id, however often the line breaks. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ACK_LIMIT_MS, Delivery } from "./delivery";
import { Outbox, type OutboxItem } from "./outbox";

let outbox: Outbox;
let delivery: Delivery;
let sent: OutboxItem[];
let refused: OutboxItem[];
let hasLine: boolean;
let late: number;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  [sent, refused, hasLine, late] = [[], [], true, 0];
  outbox = new Outbox("t");
  delivery = new Delivery({
    outbox,
    items: () => outbox.items("c_1"),
    send: (item) => hasLine && sent.push(item) > 0,
    onRefused: (item) => refused.push(item),
    onLate: () => late++,
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

test.each(["storage_unavailable", "storage_busy"])("a service that cannot store just now (%s) is asked again; nobody is told it failed", (code) => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code, client_id: item.client_id });
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

test("what is written after a message that cannot be stored just now waits behind it", () => {
  const first = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "too_many_requests", client_id: first.client_id });
  outbox.add("c_1", "二");
  vi.advanceTimersByTime(ACK_LIMIT_MS - 1_000);
  expect(texts()).toEqual(["一"]);
  vi.advanceTimersByTime(2_000);
  expect(texts()).toEqual(["一", "一", "二"]);
});

test("an ended session is no refusal: the message is kept for the next one", () => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "session_expired", client_id: item.client_id });
  delivery.lineReady();
  expect([texts(), refused]).toEqual([["一", "一"], []]);
});

test("an ack that does not come throws doubt on the line; a refusal for now does not", () => {
  const item = outbox.add("c_1", "一");
  delivery.flush();
  delivery.failed({ code: "unavailable", client_id: item.client_id });
  vi.advanceTimersByTime(ACK_LIMIT_MS + 500);
  expect(late).toBe(0);
  vi.advanceTimersByTime(ACK_LIMIT_MS + 500);
  expect(late).toBe(1);
});
