/** The conversation on screen: loaded from the log, followed live, and mended after every break. */
import type { LogEvent } from "@shared/events";
import { FakeSocket, row, said } from "@shared/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useConversation } from "./conversation";
import { useLive } from "./live";
import { answer, detail, refusal, signedIn } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  useLive().stop();
  vi.useRealTimers();
});

const MINE = { status: "assigned", agent: { id: "a_1", name: "艾米娜" } } as const;
let log: LogEvent[];

/** A service that holds `log`, in pages like the real one. */
async function desk(more: Parameters<typeof detail>[0] = MINE): Promise<string[]> {
  const calls = await signedIn({ "GET /conversations/c_1": () => answer(detail({ last_seq: log.length, ...more })) });
  const fallback = fetch;
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    if (!url.includes("/events")) return fallback(url, init);
    calls.push(url);
    const query = new URL(url, "http://x").searchParams;
    const after = Number(query.get("after_seq"));
    const limit = Number(query.get("limit"));
    return answer({ events: log.slice(after, after + limit), has_more: after + limit < log.length });
  }));
  return calls;
}

async function line(): Promise<FakeSocket> {
  useLive().start();
  FakeSocket.last.accept();
  FakeSocket.last.answer({ type: "ready", agent: { id: "a_1", name: "艾米娜" } });
  await vi.advanceTimersByTimeAsync(0);
  return FakeSocket.last;
}

const texts = (): (string | undefined)[] => useConversation().log.events.map((event) => (event.type === "message.created" ? event.data.text : event.type));

test("a conversation is read from the log and then watched from where it ends", async () => {
  log = [said(1, "你好", "customer"), said(2, "您好")];
  await desk();
  const socket = await line();
  await useConversation().open("c_1");
  expect(texts()).toEqual(["你好", "您好"]);
  expect(socket.sent.at(-1)).toEqual({ type: "watch", conversation_id: "c_1", after_seq: 2 });
  socket.answer({ type: "event", event: said(3, "在吗", "customer") });
  expect(texts()).toEqual(["你好", "您好", "在吗"]);
});

test("of a long conversation the newest 300 rows come first, older ones on request", async () => {
  log = Array.from({ length: 700 }, (_, place) => said(place + 1, String(place + 1), "customer"));
  await desk({ ...MINE, reason: null });
  await useConversation().open("c_1");
  expect([texts().length, texts()[0]]).toEqual([300, "401"]);
  await useConversation().loadEarlier();
  await useConversation().loadEarlier();
  expect([texts().length, texts()[0], useConversation().hasEarlier]).toEqual([700, "1", false]);
});

test("the last hand-over is looked for in older pages too", async () => {
  const handover = { reason: "fraud", priority: 3, summary: "盗刷", facts: [], note: null };
  log = Array.from({ length: 500 }, (_, place) => (place === 49 ? row(50, "handoff.summarised", handover) : said(place + 1, "x", "customer")));
  await desk({ ...MINE, reason: "fraud" });
  await useConversation().open("c_1");
  expect(useConversation().handover?.summary).toBe("盗刷");
});

test("an event that leaves a gap is not shown before what is missing", async () => {
  log = [said(1, "一", "customer")];
  await desk();
  const socket = await line();
  await useConversation().open("c_1");
  log.push(said(2, "二", "customer"), said(3, "三", "customer"));
  socket.answer({ type: "event", event: log[2] as LogEvent });
  expect(texts()).toEqual(["一"]);
  await vi.advanceTimersByTimeAsync(500);
  expect(texts()).toEqual(["一", "二", "三"]);
});

test("after a break the log is watched from the last row held", async () => {
  log = [said(1, "一", "customer"), said(2, "二", "customer")];
  await desk();
  const first = await line();
  await useConversation().open("c_1");
  first.drop();
  await vi.advanceTimersByTimeAsync(10_000);
  const second = await line();
  expect(second).not.toBe(first);
  expect(second.sent.filter((frame) => frame.type === "watch")).toEqual([{ type: "watch", conversation_id: "c_1", after_seq: 2 }]);
});

test("a reply waits for the line, goes out once under one id, and gives way to its row", async () => {
  log = [said(1, "你好", "customer")];
  await desk();
  await useConversation().open("c_1");
  useConversation().send("请稍等", "message");
  expect(useConversation().log.pending).toHaveLength(1);
  const socket = await line();
  const sent = socket.sent.filter((frame) => frame.type === "message.send");
  expect(sent).toMatchObject([{ conversation_id: "c_1", text: "请稍等" }]);
  const clientId = String(sent[0]?.client_id);
  socket.answer({ type: "ack", client_id: clientId, seq: 2, created_at: "2026-11-22T02:30:02Z" });
  socket.answer({ type: "event", event: said(2, "请稍等", "agent", clientId) });
  expect([texts(), useConversation().log.pending]).toEqual([["你好", "请稍等"], []]);
});

test("a reply that is refused says so and can be written again", async () => {
  log = [said(1, "你好", "customer")];
  await desk();
  const socket = await line();
  await useConversation().open("c_1");
  useConversation().send("请稍等", "message");
  const clientId = String(socket.sent.at(-1)?.client_id);
  socket.answer({ type: "error", code: "conversation_not_yours", message: "", client_id: clientId });
  expect(useConversation().log.pending).toMatchObject([{ refusedCode: "conversation_not_yours" }]);
  expect(useConversation().drop(clientId)).toBe("请稍等");
  expect(useConversation().log.pending).toEqual([]);
});

test("only the holder marks as read, and only once", async () => {
  log = [said(1, "你好", "customer")];
  await desk({ status: "queued" });
  const socket = await line();
  await useConversation().open("c_1");
  useConversation().markRead();
  await useConversation().open(null);
  await desk();
  const mine = await line();
  await useConversation().open("c_1");
  useConversation().markRead();
  useConversation().markRead();
  const reads = (each: FakeSocket): unknown[] => each.sent.filter((frame) => frame.type === "read");
  expect([reads(socket), reads(mine)]).toEqual([[], [{ type: "read", conversation_id: "c_1", seq: 1 }]]);
});

test("what cannot be opened says why, and what is opened next is not mixed with it", async () => {
  log = [];
  await signedIn({ "GET /conversations/c_9": () => refusal(404, "conversation_not_found") });
  await useConversation().open("c_9");
  expect(useConversation().error).toMatchObject({ code: "conversation_not_found" });
  await useConversation().open(null);
  expect(useConversation().error).toBeNull();
});

test("the customer's typing is shown until the message comes", async () => {
  log = [said(1, "你好", "customer")];
  await desk();
  const socket = await line();
  await useConversation().open("c_1");
  socket.answer({ type: "typing", conversation_id: "c_1", actor: { kind: "customer", name: null } });
  expect(useConversation().typingUntil).toBeGreaterThan(Date.now());
  socket.answer({ type: "event", event: said(2, "在吗", "customer") });
  expect(useConversation().typingUntil).toBe(0);
});
