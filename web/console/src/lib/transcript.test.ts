/** The transcript: what is drawn, in which order, and how each message stands. */
import type { Actor, ConversationEvent, EventData } from "@shared/events";
import type { PendingMessage } from "@shared/reducer";
import { expect, test } from "vitest";
import { toRows, type Row, type TranscriptInput } from "./transcript";

const CHEN: Actor = { kind: "customer", id: null, name: null };
const AMIRA: Actor = { kind: "agent", id: "a_1", name: "艾米娜" };
const NOW = Date.parse("2026-11-22T02:01:01Z");
let seq = 0;

function event<T extends keyof EventData>(type: T, data: EventData[T], actor: Actor = CHEN, at = "2026-11-22T02:00:00Z"): ConversationEvent {
  return { conversation_id: "c_1", seq: ++seq, type, actor, audience: [], client_id: null, created_at: at, data } as unknown as ConversationEvent;
}

const pending = (change: Partial<PendingMessage>): PendingMessage => ({
  client_id: "k", conversation_id: "c_1", kind: "message", text: "您好", written_at: "2026-11-22T02:01:00Z", refusedCode: null, ackedSeq: null, ...change,
});

function rows(events: ConversationEvent[], more: Partial<TranscriptInput> = {}): Row[] {
  return toRows({ events, pending: [], customerSeq: 0, isOnline: true, now: NOW, ...more }).filter((row) => row.kind !== "day");
}

test("a day begins with its date, once", () => {
  const late = new Date(2026, 10, 22, 23, 59).toISOString();
  const early = new Date(2026, 10, 23, 0, 1).toISOString();
  const drawn = toRows({ events: [event("message.created", { text: "a" }, CHEN, late), event("message.created", { text: "b" }, CHEN, late), event("message.created", { text: "c" }, CHEN, early)], pending: [], customerSeq: 0, isOnline: true, now: NOW });
  expect(drawn.map((row) => (row.kind === "day" ? row.date : row.kind))).toEqual(["2026-11-22", "message", "message", "2026-11-23", "message"]);
  expect(drawn.at(-1)).toMatchObject({ isContinued: false });
});

test("what one person says in a row is one turn; another speaker, or a pause, begins a new one", () => {
  const drawn = rows([
    event("message.created", { text: "a" }), event("message.created", { text: "b" }, CHEN, "2026-11-22T02:01:00Z"),
    event("message.created", { text: "c" }, AMIRA, "2026-11-22T02:01:10Z"), event("message.created", { text: "d" }, AMIRA, "2026-11-22T02:10:00Z"),
  ]);
  expect(drawn.map((row) => row.kind === "message" && row.isContinued)).toEqual([false, true, false, false]);
});

test("the bot's trace is no row, an unknown type neither", () => {
  const unknown = { ...event("message.created", { text: "x" }), type: "weather.changed" } as unknown as ConversationEvent;
  expect(rows([event("bot.understood", { trace: {}, slots: {}, form: null, in_reply_to: 1 }), unknown])).toEqual([]);
});

test("a hand-over is drawn only for the note a colleague left", () => {
  const data = { reason: "transferred", priority: 0, summary: "s", facts: [], note: null };
  expect(rows([event("handoff.summarised", data)])).toEqual([]);
  expect(rows([event("handoff.summarised", { ...data, note: "已核实" }, AMIRA)])).toMatchObject([{ kind: "note", text: "已核实", isHandover: true, author: "艾米娜" }]);
});

test("a message is read up to the customer's mark and no further", () => {
  const [first, second] = [event("message.created", { text: "a" }, AMIRA), event("message.created", { text: "b" }, AMIRA)];
  expect(rows([first, second], { customerSeq: first.seq }).map((row) => row.kind === "message" && row.delivery)).toEqual(["read", "sent"]);
});

test("an unsent message says how it stands: sending, waiting for the line, on disk, refused", () => {
  const stands = (item: PendingMessage, isOnline: boolean): unknown => rows([], { pending: [item], isOnline }).map((row) => "delivery" in row && row.delivery)[0];
  expect(stands(pending({}), true)).toBe("sending");
  expect(stands(pending({}), false)).toBe("waiting");
  expect(stands(pending({ written_at: "2026-11-22T02:00:57Z" }), true)).toBe("waiting");
  expect(stands(pending({ isVolatile: true }), false)).toBe("volatile");
  expect(stands(pending({ ackedSeq: 9 }), false)).toBe("sent");
  expect(stands(pending({ refusedCode: "conversation_not_yours" }), true)).toBe("refused");
});

test("an unsent note is drawn as a note, after everything that is stored", () => {
  const drawn = rows([event("message.created", { text: "a" })], { pending: [pending({ kind: "note", text: "内部" })] });
  expect(drawn.map((row) => row.kind)).toEqual(["message", "note"]);
});
