/** The chat put together: first load, unsent messages, ended sessions, another person, a network without sockets. */
import { CONVERSATION, FakeSocket, said, snapshot } from "@shared/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Chat } from "../src/chat/chat";

interface Call { method: string; path: string; body: Record<string, unknown> | null; token: string | null }
let calls: Call[];
/** Answers of the service by "METHOD path"; a number is a refusal with that status. */
let answers: Record<string, (call: Call) => unknown>;
let sessions: number;
let chats: Chat[];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 2, 31) });
  FakeSocket.install();
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal("navigator", { onLine: true });
  [calls, sessions, chats] = [[], 0, []];
  answers = { "POST /sessions": () => newSession() };
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    const path = url.replace("/api/v1/chat", "");
    const headers = init.headers as Record<string, string>;
    const call = { method: init.method ?? "", path, body: JSON.parse((init.body as string | undefined) ?? "null") as Call["body"], token: headers.Authorization ?? null };
    calls.push(call);
    const answer = answers[`${call.method} ${path.split("?")[0]}`];
    if (!answer) throw new TypeError("Failed to fetch");
    const body = answer(call);
    return typeof body === "number" ? new Response(`{"error":{"code":"refused","message":""}}`, { status: body }) : new Response(JSON.stringify(body));
  }));
});
afterEach(() => {
  FakeSocket.opened.forEach((socket) => socket.drop());
  vi.clearAllTimers();
  vi.useRealTimers();
});

function newSession(): object {
  sessions++;
  return {
    session_token: `t${sessions}`, conversation_id: sessions === 1 ? CONVERSATION : `c_${sessions}`,
    expires_at: "2027-01-01T00:00:00Z", settings: { title: "", bot_name: "智能客服", hotline: "", office_hours: "", is_within_hours: true, disclaimer: "", message_max_chars: 2000 },
  };
}

/** A page with the chat in it, as far as the first hello. */
async function open(token: string | null = null): Promise<Chat> {
  const chat = new Chat(() => ({ channel: "web", locale: "zh-CN", page_url: "https://bank.example/" }));
  chats.push(chat);
  chat.identify(token);
  await vi.advanceTimersByTimeAsync(0);
  return chat;
}

async function ready(chat: Chat): Promise<FakeSocket> {
  FakeSocket.last.accept();
  FakeSocket.last.answer({ type: "ready", conversation: snapshot({ id: chat.state.value.conversationId }) });
  await vi.advanceTimersByTimeAsync(0);
  return FakeSocket.last;
}

const frames = (socket: FakeSocket, type: string) => socket.sent.filter((frame) => frame.type === type);
const pendingTexts = (chat: Chat): string[] => chat.state.value.pending.map((item) => item.text);

test("the first load is hello after nothing, and the log fills from there", async () => {
  const chat = await open();
  const socket = await ready(chat);
  expect(socket.sent[0]).toEqual({ type: "hello", session_token: "t1", after_seq: 0 });
  socket.answer({ type: "event", event: said(1, "您好") });
  expect(chat.state.value.lastSeq).toBe(1);
});

test("no token is ever in an address", async () => {
  await ready(await open("h.e30.secret"));
  expect([...calls.map((call) => call.path), FakeSocket.last.url].join(" ")).not.toMatch(/t1|secret/);
});

test("what is written before anything can be reached goes out when it can, once", async () => {
  answers = {};
  const chat = await open();
  chat.send("银行卡丢了");
  expect([chat.isUnreachable.value, pendingTexts(chat)]).toEqual([true, ["银行卡丢了"]]);
  answers = { "POST /sessions": () => newSession() };
  await vi.advanceTimersByTimeAsync(10_000);
  const socket = await ready(chat);
  expect(frames(socket, "message.send")).toMatchObject([{ text: "银行卡丢了" }]);
  expect(chat.isUnreachable.value).toBe(false);
});

test("an unsent message survives a reload under the same id, and the log's row ends it", async () => {
  const before = await open();
  before.send("你好");
  const id = before.state.value.pending[0]?.client_id ?? "";
  const after = await open();
  const socket = await ready(after);
  expect(frames(socket, "message.send")).toMatchObject([{ client_id: id }]);
  socket.answer({ type: "event", event: said(1, "你好", "customer", id) });
  expect([pendingTexts(after), Object.keys(localStorage).filter((key) => key.startsWith("zhike.outbox"))]).toEqual([[], []]);
});

test("an ended session is replaced by itself, said, and unsent messages come along", async () => {
  const chat = await open();
  const socket = await ready(chat);
  await vi.advanceTimersByTimeAsync(15_000);
  socket.drop(4401);
  chat.send("还在吗");
  await vi.advanceTimersByTimeAsync(0);
  const next = await ready(chat);
  expect(next.sent[0]).toMatchObject({ session_token: "t2", after_seq: 0 });
  expect(frames(next, "message.send")).toMatchObject([{ text: "还在吗" }]);
  expect([chat.state.value.conversationId, chat.notice.value]).toEqual(["c_2", "notice.expired"]);
});

test("sessions that end at once do not make a storm of new ones", async () => {
  await open();
  for (let i = 0; i < 300; i++) { FakeSocket.last.accept(); FakeSocket.last.drop(4401); await vi.advanceTimersByTimeAsync(200); }
  expect(sessions).toBeGreaterThan(2);
  expect(sessions).toBeLessThan(25);
});

test("another person at the same browser sees and sends nothing of the former one", async () => {
  const jwt = (sub: string): string => `h.${btoa(JSON.stringify({ sub }))}.s`;
  const chat = await open(jwt("chen"));
  const socket = await ready(chat);
  socket.answer({ type: "event", event: said(1, "您好，陈女士") });
  socket.drop();
  chat.send("我的余额");
  sessionStorage.setItem("zhike.draft", "密");
  chat.identify(jwt("zhou"));
  expect([chat.state.value.events, chat.state.value.pending]).toEqual([[], []]);
  await vi.advanceTimersByTimeAsync(0);
  const next = await ready(chat);
  expect([frames(next, "message.send"), next.sent[0]]).toMatchObject([[], { session_token: "t2" }]);
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toMatch(/余额|密/);
});

test("where no socket gets through, messages are posted and answers fetched", async () => {
  const log = [said(1, "您好")];
  answers[`GET /conversations/${CONVERSATION}/events`] = (call) => ({ events: log.filter((e) => e.seq > Number(/after_seq=(\d+)/.exec(call.path)?.[1])), has_more: false });
  answers[`GET /conversations/${CONVERSATION}`] = () => snapshot({ last_seq: log.length });
  answers[`POST /conversations/${CONVERSATION}/messages`] = (call) => {
    const { client_id, text } = call.body as { client_id: string; text: string };
    log.push(said(log.length + 1, text, "customer", client_id));
    return { client_id, seq: log.length, created_at: "2026-11-22T02:31:00.000Z" };
  };
  const chat = await open();
  chat.send("转人工");
  for (let i = 0; i < 6; i++) { FakeSocket.last.drop(); await vi.advanceTimersByTimeAsync(4_000); }
  expect(chat.isOnline.value).toBe(true);
  expect(chat.state.value.events.map((e) => (e.type === "message.created" ? e.data.text : ""))).toEqual(["您好", "转人工"]);
  expect([pendingTexts(chat), calls.filter((call) => call.method === "POST" && call.path.endsWith("messages")).length]).toEqual([[], 1]);
});

test("a session that ends while messages are posted costs none of them", async () => {
  const conversation = (id: string): void => {
    answers[`GET /conversations/${id}/events`] = () => ({ events: [], has_more: false });
    answers[`GET /conversations/${id}`] = () => snapshot({ id });
  };
  [CONVERSATION, "c_2"].forEach(conversation);
  answers[`POST /conversations/${CONVERSATION}/messages`] = () => 401;
  answers["POST /conversations/c_2/messages"] = (call) => ({ client_id: call.body?.client_id, seq: 1, created_at: "2026-11-22T02:31:00.000Z" });
  const chat = await open();
  for (let i = 0; i < 3; i++) { FakeSocket.last.drop(); await vi.advanceTimersByTimeAsync(4_000); }
  chat.send("我要投诉");
  for (let i = 0; i < 5; i++) { FakeSocket.last.drop(); await vi.advanceTimersByTimeAsync(4_000); }
  expect(chat.state.value.pending).toMatchObject([{ conversation_id: "c_2", refusedCode: null, ackedSeq: 1 }]);
});

test("posted messages keep their order when one of them fails for now", async () => {
  let isDown = true;
  const stored: unknown[] = [];
  answers[`GET /conversations/${CONVERSATION}/events`] = () => ({ events: [], has_more: false });
  answers[`GET /conversations/${CONVERSATION}`] = () => snapshot();
  answers[`POST /conversations/${CONVERSATION}/messages`] = (call) => {
    const isRefused = isDown;
    isDown = false;
    return isRefused ? 503 : { client_id: call.body?.client_id, seq: stored.push(call.body?.text), created_at: "2026-11-22T02:31:00.000Z" };
  };
  const chat = await open();
  for (let i = 0; i < 3; i++) { FakeSocket.last.drop(); await vi.advanceTimersByTimeAsync(4_000); }
  ["一", "二"].forEach((text) => chat.send(text));
  for (let i = 0; i < 4; i++) { FakeSocket.last.drop(); await vi.advanceTimersByTimeAsync(4_000); }
  expect([stored, pendingTexts(chat).length]).toEqual([["一", "二"], 2]);
});

test("a service that asks to be left alone is", async () => {
  answers = {};
  vi.mocked(fetch).mockImplementation(async () => { sessions++; return new Response("busy", { status: 503, headers: { "Retry-After": "30" } }); });
  const chat = await open();
  await vi.advanceTimersByTimeAsync(29_000);
  expect([sessions, chat.isUnreachable.value]).toEqual([1, true]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sessions).toBe(2);
});

test("a page that the service no longer understands says so", async () => {
  const chat = await open();
  FakeSocket.last.accept();
  FakeSocket.last.answer({ type: "error", code: "invalid_frame", message: "" });
  expect(chat.isOutdated.value).toBe(true);
});

test("a gap that the socket does not close is fetched", async () => {
  answers[`GET /conversations/${CONVERSATION}/events`] = () => ({ events: [said(1, "一"), said(2, "二"), said(3, "三")], has_more: false });
  const chat = await open();
  (await ready(chat)).answer({ type: "event", event: said(3, "三") });
  expect(chat.state.value.lastSeq).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(chat.state.value.lastSeq).toBe(3);
});

test("asking for a person without a network is remembered and done on return", async () => {
  const chat = await open();
  const socket = await ready(chat);
  await chat.actions.askForPerson();
  expect(chat.actions.error.value).toBe("error.handoff");
  answers[`POST /conversations/${CONVERSATION}/handoff`] = () => snapshot({ status: "queued", queue: { position: 1, ahead: 0, estimated_wait_s: null } });
  socket.drop();
  await vi.advanceTimersByTimeAsync(2_000);
  await ready(chat);
  expect([chat.state.value.snapshot?.status, chat.actions.error.value]).toEqual(["queued", null]);
});

test("asking for a person in a conversation that is over reopens it by saying so", async () => {
  const chat = await open();
  const socket = await ready(chat);
  socket.answer({ type: "snapshot", conversation: snapshot({ status: "closed" }) });
  await chat.actions.askForPerson();
  expect(frames(socket, "message.send")).toMatchObject([{ text: "转人工" }]);
});
