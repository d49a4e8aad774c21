/** Holding one conversation: whatever arrives, in whatever order and however often, each row is held once, in order. */
import { describe, expect, test } from "vitest";
import type { LogEvent } from "./events";
import type { OutboxItem } from "./outbox";
import { type Change, type ConversationState, emptyState, needsRefetch, reduce } from "./reducer";
import { CONVERSATION, row, said, snapshot } from "./testing";

const after = (changes: Change[], from: ConversationState = emptyState(CONVERSATION)): ConversationState => changes.reduce(reduce, from);
const event = (e: LogEvent): Change => ({ type: "event", event: e });
const hidden = (seq: number): LogEvent => ({ conversation_id: CONVERSATION, seq, type: "internal" });
const seqs = (state: ConversationState): number[] => state.events.map((e) => e.seq);
const item = (client_id: string): OutboxItem => ({
  client_id, conversation_id: CONVERSATION, kind: "message", text: "你好", written_at: "2026-11-22T02:30:00.000Z", refusedCode: null,
});

describe("the log", () => {
  test("a repeated event is held once and leaves the state untouched", () => {
    const state = after([event(said(1, "一")), event(said(2, "二"))]);
    expect(reduce(state, event(said(1, "一")))).toBe(state);
    expect(seqs(state)).toEqual([1, 2]);
  });

  test("a gap asks for a refetch, and the page that closes it ends the asking", () => {
    const gapped = after([event(said(1, "一")), event(said(4, "四"))]);
    expect(needsRefetch(gapped)).toBe(true);
    expect(seqs(gapped)).toEqual([1]);
    const whole = reduce(gapped, { type: "page", events: [said(2, "二"), said(3, "三"), said(4, "四")] });
    expect(needsRefetch(whole)).toBe(false);
    expect(seqs(whole)).toEqual([1, 2, 3, 4]);
  });

  test("a page that closes only part of the gap keeps asking", () => {
    const gapped = after([event(said(5, "五")), { type: "page", events: [said(1, "一"), said(2, "二")] }]);
    expect(gapped.lastSeq).toBe(2);
    expect(needsRefetch(gapped)).toBe(true);
  });

  test("a snapshot that is ahead of the log asks for a refetch", () => {
    const state = after([event(said(1, "一")), { type: "snapshot", snapshot: snapshot({ last_seq: 3 }) }]);
    expect(needsRefetch(state)).toBe(true);
    expect(needsRefetch(after([event(said(2, "二")), event(said(3, "三"))], state))).toBe(false);
  });

  test("rows the reader may not see keep the numbers dense and are not shown", () => {
    const state = after([event(said(1, "一")), event(hidden(2)), event(said(3, "三"))]);
    expect([state.lastSeq, needsRefetch(state), seqs(state)]).toEqual([3, false, [1, 3]]);
  });

  test("rows of another conversation are not taken in", () => {
    const state = emptyState("c_other");
    expect(reduce(state, event(said(1, "一")))).toBe(state);
    expect(reduce(state, { type: "snapshot", snapshot: snapshot() })).toBe(state);
  });

  test("a type this build does not know counts and does not break", () => {
    const unknown = { ...said(1, "一"), type: "weather.changed" } as unknown as LogEvent;
    expect(after([event(unknown), event(said(2, "二"))]).lastSeq).toBe(2);
  });

  test("earlier pages go in front, without what overlaps or does not touch", () => {
    const tail = after([event(said(6, "六"))], emptyState(CONVERSATION, 5));
    const joined = reduce(tail, { type: "earlier", events: [said(4, "四"), hidden(5), said(6, "六")] });
    expect([joined.firstSeq, seqs(joined)]).toEqual([4, [4, 6]]);
    expect(reduce(joined, { type: "earlier", events: [said(1, "一")] }).firstSeq).toBe(4);
  });

  test("any order of pushes, repeats and refetches ends in the same log", () => {
    const log = [1, 2, 3, 4, 5, 6, 7].map((seq) => (seq % 3 === 0 ? hidden(seq) : said(seq, String(seq))));
    const expected = after([{ type: "page", events: log }]).events;
    for (let seed = 1; seed <= 200; seed++) {
      let state = emptyState(CONVERSATION);
      let noise = seed;
      for (let i = 0; i < 25; i++) {
        noise = (noise * 48271) % 2147483647;
        const pushed = log[noise % log.length];
        if (pushed) state = reduce(state, event(pushed));
        if (noise % 5 === 0) state = reduce(state, { type: "page", events: log.slice(state.lastSeq, state.lastSeq + 2) });
      }
      state = reduce(state, { type: "page", events: log.slice(state.lastSeq) });
      expect(state.events).toEqual(expected);
    }
  });
});

describe("own messages", () => {
  const asEvent = said(1, "你好", "customer", "k1");
  const ack: Change = { type: "ack", ack: { client_id: "k1", seq: 1, created_at: asEvent.created_at } };

  test("ack first, event second: shown once, as sent in between", () => {
    const acked = after([{ type: "pending", item: item("k1") }, ack]);
    expect(acked.pending[0]?.ackedSeq).toBe(1);
    expect(reduce(acked, event(asEvent)).pending).toEqual([]);
  });

  test("event first, ack second: shown once", () => {
    const state = after([{ type: "pending", item: item("k1") }, event(asEvent), ack]);
    expect([state.pending, seqs(state)]).toEqual([[], [1]]);
  });

  test("the stored text stands, not the one that was typed", () => {
    const concealed = said(1, "密码是[密码已隐藏]", "customer", "k1");
    const state = after([{ type: "pending", item: { ...item("k1"), text: "密码是123456" } }, ack, event(concealed)]);
    expect(JSON.stringify(state)).not.toContain("123456");
  });

  test("an item restored after a reload is not shown again when the log already has it", () => {
    expect(after([event(asEvent), { type: "pending", item: item("k1") }]).pending).toEqual([]);
  });

  test("a refusal marks the item in place, and trying again clears the mark", () => {
    const refused = { ...item("k1"), refusedCode: "invalid_request" };
    const state = after([{ type: "pending", item: item("k1") }, { type: "pending", item: item("k2") }, { type: "pending", item: refused }]);
    expect(state.pending.map((p) => p.refusedCode)).toEqual(["invalid_request", null]);
    expect(reduce(state, { type: "pending", item: item("k1") }).pending[0]?.refusedCode).toBeNull();
  });

  test("a dropped item is gone, the others stay", () => {
    const state = after([{ type: "pending", item: item("k1") }, { type: "pending", item: item("k2") }, { type: "dropped", client_id: "k1" }]);
    expect(state.pending.map((p) => p.client_id)).toEqual(["k2"]);
  });

  test("somebody else's rows confirm nothing", () => {
    const state = after([{ type: "pending", item: item("k1") }, event(row(1, "conversation.reopened", {}))]);
    expect(state.pending).toHaveLength(1);
  });
});
