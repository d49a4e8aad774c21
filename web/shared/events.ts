/**
 * The vocabulary of docs/wire.md: rows of the event log, snapshots, and the frames of both sockets.
 * A row of a type this build does not know is legal (the service may be newer): it counts, and shows nothing.
 */
export type ActorKind = "customer" | "bot" | "agent" | "system";
export type Status = "bot" | "queued" | "assigned" | "closed";

export interface Actor {
  kind: ActorKind;
  id: string | null;
  name: string | null;
}

export interface QuickReply {
  title: string;
  text: string;
}

export interface MessageData {
  text: string;
  /** Kinds of what the service took out of the text before storing it: `bank_card`, `password`, … */
  hidden?: string[];
  name?: string | null;
  quick_replies?: QuickReply[] | null;
  source?: string | null;
  /** Dates as the service writes them, `YYYY-MM-DD`. */
  valid_from?: string | null;
  valid_until?: string | null;
  risk?: string | null;
}

export interface Fact {
  name: string;
  label: string;
  value: string;
  status: "confirmed" | "inferred";
}

export interface TicketData {
  number: string;
  kind: "complaint";
  status: string;
  /** Aware UTC time, or null when no deadline runs. */
  due_at: string | null;
  product: string | null;
  issue: string | null;
  demand: string | null;
  /** Staff only. */
  grade?: 1 | 2 | 3 | 4;
  complaint_class?: string;
}

export interface HandoffData {
  reason: string;
  priority: number;
  summary: string;
  facts: Fact[];
  note: string | null;
}

/** Type of a row → its data. */
export interface EventData {
  "conversation.opened": { channel: string; locale: string };
  "message.created": MessageData;
  "note.created": { text: string };
  "bot.understood": { trace: Record<string, unknown>; slots: Record<string, unknown>; form: Record<string, unknown> | null; in_reply_to: number };
  "bot.failed": { code: string; in_reply_to: number };
  "conversation.queued": { reason: string; priority: number; is_within_hours: boolean };
  "handoff.summarised": HandoffData;
  "conversation.escalated": { reason: string; priority: number; priority_before: number; text: string };
  "conversation.assigned": { agent_id: string; agent_name: string };
  "conversation.released": { reason: string };
  "conversation.returned": { reason: string };
  "conversation.closed": { reason: string; by: ActorKind };
  "conversation.reopened": Record<string, never>;
  "ticket.created": TicketData;
  "ticket.updated": { number: string; status: string; due_at: string | null };
  "rating.requested": Record<string, never>;
  "rating.given": { score: number; comment: string | null };
}

interface Row<T extends string, D> {
  conversation_id: string;
  /** Dense in its conversation, from 1. */
  seq: number;
  type: T;
  actor: Actor;
  audience: string[];
  client_id: string | null;
  created_at: string;
  data: D;
}

export type EventOf<T extends keyof EventData> = Row<T, EventData[T]>;
/** A row the reader may see in full. */
export type ConversationEvent = { [T in keyof EventData]: EventOf<T> }[keyof EventData];
/** A row the reader may not see: only its number, so that numbers stay dense. */
export interface HiddenEvent {
  conversation_id: string;
  seq: number;
  type: "internal";
}
export type LogEvent = ConversationEvent | HiddenEvent;

export interface Snapshot {
  id: string;
  status: Status;
  last_seq: number;
  queue: { position: number; ahead: number; estimated_wait_s: number | null } | null;
  agent: { name: string } | null;
  can_rate: boolean;
  read: { customer_seq: number; staff_seq: number };
}

export interface Ack {
  client_id: string;
  seq: number;
  created_at: string;
}

export interface ErrorFrame {
  type: "error";
  code: string;
  message: string;
  client_id?: string | null;
}

interface CommonServerFrames {
  ack: { type: "ack" } & Ack;
  event: { type: "event"; event: LogEvent };
  pong: { type: "pong" };
  error: ErrorFrame;
}

export type CustomerServerFrame =
  | CommonServerFrames[keyof CommonServerFrames]
  | { type: "ready"; conversation: Snapshot }
  | { type: "snapshot"; conversation: Snapshot }
  | { type: "typing"; actor: { kind: ActorKind; name: string | null } };

export type CustomerClientFrame =
  | { type: "hello"; session_token: string; after_seq: number }
  | { type: "message.send"; client_id: string; text: string }
  | { type: "typing" }
  | { type: "read"; seq: number }
  | { type: "ping" };

export type StaffServerFrame =
  | CommonServerFrames[keyof CommonServerFrames]
  | { type: "ready"; agent: { id: string; name: string; [more: string]: unknown } }
  | { type: "typing"; conversation_id: string; actor: { kind: ActorKind; name: string | null } }
  | { type: "read"; conversation_id: string; customer_seq: number }
  | { type: "changed"; topics: string[] };

export type StaffClientFrame =
  | { type: "hello" }
  | { type: "watch"; conversation_id: string; after_seq: number }
  | { type: "unwatch"; conversation_id: string }
  | { type: "message.send" | "note.send"; conversation_id: string; client_id: string; text: string }
  | { type: "typing"; conversation_id: string }
  | { type: "read"; conversation_id: string; seq: number }
  | { type: "ping" };

/** Longest message a customer or an agent may send, in characters (code points). */
export const MESSAGE_LIMIT = 2000;
/** Most events the service gives in one page. */
export const PAGE_LIMIT = 300;
