/** What the transcript shows: `state → lines`, pure. Strings come later, in the parts that show a line. */
import type { ConversationEvent, EventOf, QuickReply, Snapshot, TicketData } from "@shared/events";
import type { ConversationState, PendingMessage } from "@shared/reducer";
import type { TextKey } from "./i18n";
import { dayNumber } from "./time";

export interface MessageLine {
  kind: "message";
  key: string;
  at: string;
  seq: number;
  from: "customer" | "bot" | "agent" | "system";
  name: string | null;
  event: EventOf<"message.created">;
  /** False for the second and later of one speaker's messages in a row. */
  isFirst: boolean;
}
export interface PendingLine { kind: "pending"; key: string; at: string; item: PendingMessage; isFirst: boolean }
export interface DayLine { kind: "day"; key: string; at: string }
export interface SystemLine { kind: "system"; key: string; at: string; text: TextKey; values: Record<string, string | number>; status: string | null }
export interface TicketLine { kind: "ticket"; key: string; at: string; ticket: TicketData }
export type Line = MessageLine | PendingLine | DayLine | SystemLine | TicketLine;

/** Messages of one speaker closer than this stand together. */
const TOGETHER_MS = 3 * 60_000;

export function timeline(state: ConversationState): Line[] {
  const lines: Line[] = [];
  const place = lastQueuedSeq(state.events);
  for (const event of state.events) {
    const line = lineOf(event, state.snapshot, event.seq === place, lines.at(-1));
    if (line) push(lines, line);
  }
  for (const item of state.pending) {
    const before = lines.at(-1);
    const isFirst = !before || speaker(before) !== "customer" || Date.parse(item.written_at) - Date.parse(before.at) > TOGETHER_MS;
    push(lines, { kind: "pending", key: item.client_id, at: item.written_at, item, isFirst });
  }
  return lines;
}

/** Puts a day in front of the first line of each local day. */
function push(lines: Line[], line: Line): void {
  const before = lines.at(-1);
  if (!before || dayNumber(before.at) !== dayNumber(line.at)) {
    lines.push({ kind: "day", key: `day-${line.key}`, at: line.at });
    if ("isFirst" in line) line.isFirst = true;
  }
  lines.push(line);
}

function lineOf(event: ConversationEvent, now: Snapshot | null, isPresentPlace: boolean, before: Line | undefined): Line | null {
  if (event.type === "message.created") return messageLine(event, before);
  if (event.type === "ticket.created") return { kind: "ticket", key: `e${event.seq}`, at: event.created_at, ticket: event.data };
  const text = systemText(event, isPresentPlace ? now : null);
  return text && { kind: "system", key: `e${event.seq}`, at: event.created_at, ...text };
}

function messageLine(event: EventOf<"message.created">, before: Line | undefined): MessageLine {
  const from = event.actor.kind;
  const isSame = before?.kind === "message" && before.from === from && before.name === event.actor.name;
  const isFirst = !isSame || Date.parse(event.created_at) - Date.parse(before.at) > TOGETHER_MS;
  // A message keeps its key when it turns from pending to stored, so that it is not announced twice.
  const key = from === "customer" && event.client_id ? event.client_id : `e${event.seq}`;
  return { kind: "message", key, at: event.created_at, seq: event.seq, from, name: event.actor.name, event, isFirst };
}

type SystemText = Pick<SystemLine, "text" | "values" | "status">;
const plain = (text: TextKey, values: SystemText["values"] = {}, status: string | null = null): SystemText => ({ text, values, status });

/** What a customer is told of a change; null for what only the machinery cares about. */
function systemText(event: ConversationEvent, place: Snapshot | null): SystemText | null {
  switch (event.type) {
    case "conversation.queued":
      return queuedText(event.data.is_within_hours, place);
    case "conversation.assigned":
      return plain("system.assigned", { name: event.data.agent_name });
    case "conversation.released":
      return plain(event.data.reason === "agent_vanished" ? "system.released.agent_vanished" : "system.released.transferred");
    case "conversation.returned":
      return plain(event.data.reason === "handed_back" ? "system.returned.handed_back" : "system.returned.customer_changed_mind");
    case "conversation.closed":
      return plain("system.closed");
    case "conversation.reopened":
      return plain("system.reopened");
    case "rating.given":
      return plain("system.rated");
    case "ticket.updated":
      return plain("system.ticket", { number: event.data.number }, event.data.status);
    default:
      return null;
  }
}

/** Only the queueing that is going on now has a place that is still true. */
function queuedText(isWithinHours: boolean, place: Snapshot | null): SystemText {
  if (!isWithinHours) return plain("system.queued.closed");
  if (place?.status !== "queued" || !place.queue) return plain("system.queued");
  return place.queue.ahead > 0 ? plain("system.queued.ahead", { count: place.queue.ahead }) : plain("system.queued.next");
}

function lastQueuedSeq(events: readonly ConversationEvent[]): number {
  for (let i = events.length - 1; i >= 0; i--) if (events[i]?.type === "conversation.queued") return events[i]?.seq ?? 0;
  return 0;
}

function speaker(line: Line): string | null {
  return line.kind === "pending" ? "customer" : line.kind === "message" ? line.from : null;
}

/** Whether the customer waits since a time when nobody was on duty: then it is a message left, and no queue. */
export function isLeftMessage(state: ConversationState): boolean {
  if (state.snapshot?.status !== "queued") return false;
  const queued = [...state.events].reverse().find((event) => event.type === "conversation.queued");
  return queued?.type === "conversation.queued" && !queued.data.is_within_hours;
}

/** The buttons that may be pressed now: the last the bot offered, until anybody else speaks or a person is called. */
export function activeReplies(state: ConversationState): { seq: number; replies: QuickReply[] } | null {
  const status = state.snapshot?.status ?? "bot";
  if (state.pending.length > 0 || status === "queued" || status === "assigned") return null;
  for (let i = state.events.length - 1; i >= 0; i--) {
    const event = state.events[i];
    if (event?.type !== "message.created") continue;
    if (event.actor.kind !== "bot") return null;
    if (event.data.quick_replies?.length) return { seq: event.seq, replies: event.data.quick_replies };
  }
  return null;
}

/** Number of messages from the other side beyond `seq`. */
export function unreadAfter(state: ConversationState, seq: number): number {
  return state.events.filter((event) => event.seq > seq && event.type === "message.created" && event.actor.kind !== "customer").length;
}

/** True while the customer has spoken last and the bot, who holds the conversation, has not answered. */
export function awaitsBot(state: ConversationState): boolean {
  if (state.snapshot?.status !== "bot" || state.pending.some((item) => item.ackedSeq === null)) return false;
  if (state.pending.length > 0) return true;
  const last = state.events.at(-1);
  return last?.type === "message.created" && last.actor.kind === "customer";
}

const isBots = (line: Line): boolean => line.kind === "ticket" || speaker(line) === "bot";

/** Where the reading of what has come begins: the first new message of an agent, or the first of the bot's whole answer. */
export function firstNew(now: readonly Line[], before: readonly Line[]): Line | undefined {
  const known = new Set(before.map((line) => line.key));
  let first = now.findIndex((line) => !known.has(line.key) && (isBots(line) || speaker(line) === "agent"));
  while (first > 0 && isBots(now[first]!) && isBots(now[first - 1]!)) first--;
  return now[first];
}
