/** From the log to what is drawn: pure, so that order and marks can be tested without a page. */
import type { Actor, ConversationEvent, EventOf, MessageData, TicketData } from "@shared/events";
import type { PendingMessage } from "@shared/reducer";
import { day } from "./time";

/** `sending` under way; `waiting` not sent, being retried; `volatile` the same, and lost with the page; `refused` the service will not take it. */
export type Delivery = "sent" | "read" | "sending" | "waiting" | "volatile" | "refused";

export type Row =
  | { kind: "day"; key: string; date: string }
  | { kind: "message"; key: string; seq: number; actor: Actor; at: string; data: MessageData; delivery: Delivery; isContinued: boolean }
  | { kind: "note"; key: string; author: string | null; at: string; text: string; delivery: Delivery; clientId: string | null; refusedCode: string | null; isHandover: boolean }
  | { kind: "pending"; key: string; at: string; text: string; delivery: Delivery; clientId: string; refusedCode: string | null }
  | { kind: "ticket"; key: string; at: string; ticket: TicketData }
  | { kind: "line"; key: string; at: string; event: LineEvent };

type LineType =
  | "conversation.opened" | "conversation.queued" | "conversation.escalated" | "conversation.assigned" | "conversation.released" | "conversation.returned"
  | "conversation.closed" | "conversation.reopened" | "ticket.updated" | "rating.requested" | "rating.given" | "bot.failed";
export type LineEvent = { [T in LineType]: EventOf<T> }[LineType];

export interface TranscriptInput {
  events: readonly ConversationEvent[];
  pending: readonly PendingMessage[];
  /** Up to where the customer has read. */
  customerSeq: number;
  /** Whether there is a line to send on. */
  isOnline: boolean;
  /** The browser's clock (ms), by which a message is late. */
  now: number;
}

/** An ack usually takes a few ms; this long without one, the message is shown as not sent. */
const PATIENCE_MS = 2_500;

/** Two messages of one speaker within this are drawn as one turn. */
const TURN_MS = 120_000;

export function toRows(input: TranscriptInput): Row[] {
  const rows: Row[] = [];
  let date = "";
  for (const event of input.events) {
    const row = rowOf(event, input.customerSeq, rows.at(-1));
    if (!row) continue;
    if (day(event.created_at) !== date) {
      date = day(event.created_at);
      rows.push({ kind: "day", key: `day:${date}`, date });
      if (row.kind === "message") row.isContinued = false;
    }
    rows.push(row);
  }
  return [...rows, ...input.pending.map((item) => pendingRow(item, input))];
}

function rowOf(event: ConversationEvent, customerSeq: number, before: Row | undefined): Row | null {
  const key = String(event.seq);
  switch (event.type) {
    case "message.created":
      return {
        kind: "message", key, seq: event.seq, actor: event.actor, at: event.created_at, data: event.data,
        delivery: event.seq <= customerSeq ? "read" : "sent", isContinued: continues(event, before),
      };
    case "note.created":
      return note(key, event, event.data.text, false);
    case "handoff.summarised":
      return event.data.note ? note(key, event, event.data.note, true) : null;
    case "ticket.created":
      return { kind: "ticket", key, at: event.created_at, ticket: event.data };
    case "bot.understood":
      return null;
    default:
      return isLine(event) ? { kind: "line", key, at: event.created_at, event } : null;
  }
}

function note(key: string, event: ConversationEvent, text: string, isHandover: boolean): Row {
  return { kind: "note", key, author: event.actor.name, at: event.created_at, text, delivery: "sent", clientId: null, refusedCode: null, isHandover };
}

const LINES = new Set<string>([
  "conversation.opened", "conversation.queued", "conversation.escalated", "conversation.assigned", "conversation.released", "conversation.returned",
  "conversation.closed", "conversation.reopened", "ticket.updated", "rating.requested", "rating.given", "bot.failed",
] satisfies LineType[]);

/** A type this build does not know is not drawn. */
const isLine = (event: ConversationEvent): event is LineEvent => LINES.has(event.type);

function continues(event: EventOf<"message.created">, before: Row | undefined): boolean {
  if (before?.kind !== "message" || before.actor.kind !== event.actor.kind || before.actor.id !== event.actor.id) return false;
  return Date.parse(event.created_at) - Date.parse(before.at) < TURN_MS;
}

function deliveryOf(item: PendingMessage, { isOnline, now }: TranscriptInput): Delivery {
  if (item.refusedCode) return "refused";
  if (item.ackedSeq !== null) return "sent";
  if (isOnline && now - Date.parse(item.written_at) < PATIENCE_MS) return "sending";
  return item.isVolatile ? "volatile" : "waiting";
}

function pendingRow(item: PendingMessage, input: TranscriptInput): Row {
  const shared = { key: item.client_id, at: item.written_at, text: item.text, delivery: deliveryOf(item, input), clientId: item.client_id, refusedCode: item.refusedCode };
  return item.kind === "note" ? { kind: "note", ...shared, author: null, isHandover: false } : { kind: "pending", ...shared };
}
