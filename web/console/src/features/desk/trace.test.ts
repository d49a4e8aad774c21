/** The bot's trace: shown as far as it can be understood, never a reason for the panel to break. */
import type { ConversationEvent, EventOf } from "@shared/events";
import { expect, test } from "vitest";
import { toTurn } from "./trace";

const understood = (trace: unknown): EventOf<"bot.understood"> =>
  ({ conversation_id: "c_1", seq: 3, type: "bot.understood", created_at: "2026-11-22T02:00:00Z", data: { trace, in_reply_to: 2 } }) as unknown as EventOf<"bot.understood">;
const asked = { seq: 2, type: "message.created", data: { text: "年费多少" } } as unknown as ConversationEvent;

test("intent, topics and entities are read as the bot channel gives them", () => {
  const turn = toTurn(understood({
    intent: { name: "faq", confidence: 0.93 }, topic: { name: "annual_fee", title: "信用卡年费", confidence: 0.88 },
    topic_ranking: ["annual_fee", "b", "c", "d"].map((name) => ({ name, confidence: 0.5 })),
    entities: [{ entity: "amount", value: "500.00", text: "500元" }], actions: ["utter_faq"],
  }), [asked]);
  expect(turn).toMatchObject({ said: "年费多少", intent: { name: "faq", confidence: 0.93 }, entities: [{ name: "amount", value: "500.00" }], actions: "utter_faq" });
  expect(turn.topics.map((topic) => topic.name)).toEqual(["annual_fee", "b", "c"]);
});

test("a trace with nothing in it, or with something else, is an empty turn", () => {
  for (const trace of [null, undefined, "rubbish", 7, [], { intent: "faq", topic_ranking: {}, entities: "x", actions: null }])
    expect(toTurn(understood(trace), [])).toMatchObject({ said: "", intent: null, topics: [], entities: [], actions: "" });
});
