/** The bot's trace (docs/bot-channel.md, "Answer") as the panel shows it. It comes from another process: nothing is taken for granted. */
import type { ConversationEvent, EventOf } from "@shared/events";

export interface Ranked {
  name: string;
  title?: string;
  /** 0–1. */
  confidence: number;
}

export interface Turn {
  seq: number;
  at: string;
  /** The message it answers; empty when it resumed without one, or when that row is not loaded. */
  said: string;
  intent: Ranked | null;
  topics: Ranked[];
  entities: { key: string; name: string; value: string }[];
  actions: string;
}

const TOPICS_SHOWN = 3;

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

const record = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function ranked(value: unknown): Ranked | null {
  const { name, title, confidence } = record(value);
  if (typeof name !== "string" || typeof confidence !== "number") return null;
  return { name, confidence, ...(typeof title === "string" ? { title } : {}) };
}

export function toTurn(event: EventOf<"bot.understood">, events: readonly ConversationEvent[]): Turn {
  const trace = record(event.data.trace);
  const asked = events.find((other) => other.seq === event.data.in_reply_to);
  const ranking = list(trace.topic_ranking).map(ranked).filter((topic): topic is Ranked => topic !== null);
  const topic = ranked(trace.topic);
  return {
    seq: event.seq,
    at: event.created_at,
    said: asked?.type === "message.created" ? asked.data.text : "",
    intent: ranked(trace.intent),
    topics: (ranking.length || !topic ? ranking : [topic]).slice(0, TOPICS_SHOWN),
    entities: list(trace.entities).map((entity, place) => {
      const { entity: name, value, text } = record(entity);
      return { key: String(place), name: String(name ?? ""), value: String(value ?? text ?? "") };
    }),
    actions: list(trace.actions).map(String).join(", "),
  };
}
