/** What the transcript shows, and which buttons may still be pressed. */
import type { ConversationEvent, MessageData, Snapshot } from "@shared/events";
import { type ConversationState, emptyState, reduce } from "@shared/reducer";
import { CONVERSATION, row, said, snapshot } from "@shared/testing";
import { describe, expect, test } from "vitest";
import { activeReplies, awaitsBot, firstNew, type Line, timeline, unreadAfter } from "../src/lib/timeline";

function held(events: ConversationEvent[], now: Partial<Snapshot> = {}, pending: string[] = []): ConversationState {
  let state = reduce(emptyState(CONVERSATION), { type: "page", events });
  state = reduce(state, { type: "snapshot", snapshot: snapshot({ last_seq: events.length, ...now }) });
  for (const text of pending) {
    const item = { client_id: text, conversation_id: CONVERSATION, kind: "message" as const, text, written_at: "2026-11-22T02:31:00.000Z", refusedCode: null };
    state = reduce(state, { type: "pending", item });
  }
  return state;
}

function offer(seq: number, ...titles: string[]): ConversationEvent {
  const data: MessageData = { text: "请选择", quick_replies: titles.map((title) => ({ title, text: title })) };
  return row(seq, "message.created", data, "bot") as ConversationEvent;
}

const queued = (seq: number, isWithinHours = true): ConversationEvent =>
  row(seq, "conversation.queued", { reason: "asked", priority: 0, is_within_hours: isWithinHours }) as ConversationEvent;
const systemTexts = (lines: Line[]): string[] => lines.flatMap((line) => (line.kind === "system" ? [line.text] : []));

describe("lines", () => {
  test("the day stands once in front of its first line, also before what is not sent yet", () => {
    const before = { ...said(1, "昨天", "customer"), created_at: "2026-11-20T02:00:00.000Z" };
    const lines = timeline(held([before, said(2, "今天")], {}, ["未发送"]));
    expect(lines.map((line) => line.kind)).toEqual(["day", "message", "day", "message", "pending"]);
  });

  test("one speaker's messages in a row carry the name once", () => {
    const lines = timeline(held([said(1, "一"), said(2, "二"), said(3, "三", "customer"), said(4, "四")]));
    expect(lines.flatMap((line) => (line.kind === "message" ? [line.isFirst] : []))).toEqual([true, false, true, true]);
  });

  test("an agent's name appears anew when another agent goes on", () => {
    const by = (seq: number, name: string): ConversationEvent => ({ ...said(seq, "您好", "agent"), actor: { kind: "agent", id: null, name } });
    const lines = timeline(held([by(1, "王敏"), by(2, "李强")]));
    expect(lines.flatMap((line) => (line.kind === "message" ? [line.isFirst] : []))).toEqual([true, true]);
  });

  test("a message keeps its key when it turns from unsent to stored", () => {
    const unsent = timeline(held([], {}, ["k1"])).at(-1);
    const stored = timeline(held([said(1, "k1", "customer", "k1")])).at(-1);
    expect(stored?.key).toBe(unsent?.key);
  });

  test("the place in the queue is told where it is still true, and only there", () => {
    const now: Partial<Snapshot> = { status: "queued", queue: { position: 3, ahead: 2, estimated_wait_s: 120 } };
    const lines = timeline(held([queued(1), row(2, "conversation.returned", { reason: "customer_changed_mind" }) as ConversationEvent, queued(3)], now));
    expect(systemTexts(lines)).toEqual(["system.queued", "system.returned.customer_changed_mind", "system.queued.ahead"]);
    expect(lines.at(-1)).toMatchObject({ values: { count: 2 } });
  });

  test("the first in the queue reads that they are next; outside hours no place is promised", () => {
    const next = held([queued(1)], { status: "queued", queue: { position: 1, ahead: 0, estimated_wait_s: null } });
    expect(systemTexts(timeline(next))).toEqual(["system.queued.next"]);
    const closed = held([queued(1, false)], { status: "queued", queue: { position: 1, ahead: 0, estimated_wait_s: null } });
    expect(systemTexts(timeline(closed))).toEqual(["system.queued.closed"]);
  });

  test("what only the machinery cares about is not shown", () => {
    const lines = timeline(held([row(1, "conversation.opened", { channel: "web", locale: "zh-CN" }) as ConversationEvent, row(2, "rating.requested", {}) as ConversationEvent]));
    expect(lines).toEqual([]);
  });
});

describe("quick replies", () => {
  test("only the last the bot offered can be pressed", () => {
    expect(activeReplies(held([offer(1, "旧"), said(2, "旧", "customer"), offer(3, "新")]))).toMatchObject({ seq: 3, replies: [{ title: "新" }] });
  });

  test("they stay while the bot adds a sentence, and go when the customer writes", () => {
    expect(activeReplies(held([offer(1, "甲"), said(2, "还有吗")]))?.seq).toBe(1);
    expect(activeReplies(held([offer(1, "甲"), said(2, "不", "customer")]))).toBeNull();
    expect(activeReplies(held([offer(1, "甲")], {}, ["正在发送"]))).toBeNull();
  });

  test.each(["queued", "assigned"] as const)("none while the conversation is %s: the bot does not listen", (status) => {
    expect(activeReplies(held([offer(1, "甲")], { status }))).toBeNull();
  });
});

test("own messages and system lines are not unread", () => {
  const state = held([said(1, "一"), said(2, "二", "customer"), said(3, "三", "agent"), queued(4)]);
  expect([unreadAfter(state, 0), unreadAfter(state, 1), unreadAfter(state, 3)]).toEqual([2, 1, 0]);
});

test("the bot is awaited from the ack to its answer, and never while a person holds the conversation", () => {
  expect(awaitsBot(held([said(1, "你好", "customer")]))).toBe(true);
  expect(awaitsBot(held([said(1, "你好", "customer"), said(2, "您好")]))).toBe(false);
  expect(awaitsBot(held([said(1, "你好", "customer")], { status: "assigned" }))).toBe(false);
  expect(awaitsBot(held([], {}, ["未发送"]))).toBe(false);
});

describe("where reading begins", () => {
  const begins = (before: ConversationEvent[], now: ConversationEvent[]): string | undefined => firstNew(timeline(held(now)), timeline(held(before)))?.key;
  const asked = said(1, "年费多少", "customer");

  test("at the first of the bot's answer, however many messages it came in", () => {
    expect(begins([asked], [asked, said(2, "普卡"), said(3, "金卡")])).toBe("e2");
    expect(begins([asked, said(2, "普卡")], [asked, said(2, "普卡"), said(3, "金卡")])).toBe("e2");
  });

  test("at what a person has just said, not at all that person has said", () => {
    const [first, second] = [said(2, "您好", "agent"), said(3, "查到了", "agent")];
    expect(begins([asked, first], [asked, first, second])).toBe("e3");
  });

  test("nowhere when nothing was said", () => {
    expect([begins([asked], [asked]), begins([asked], [asked, queued(2)])]).toEqual([undefined, undefined]);
  });
});
