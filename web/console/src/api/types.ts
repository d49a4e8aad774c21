/** What the staff API answers with (docs/wire.md, "Staff API"). Times are ISO 8601 in UTC. */
import type { Actor, ActorKind, Status } from "@shared/events";

export type Role = "agent" | "trainer" | "supervisor" | "admin";
export type Availability = "online" | "away";
export type CloseReason = "resolved" | "customer_left" | "spam" | "other";
export type Grade = 1 | 2 | 3 | 4;

export interface Agent {
  id: string;
  username: string;
  name: string;
  role: Role;
  availability: Availability;
  capacity: number;
  is_active?: boolean;
}

export interface Me {
  agent: Agent;
  permissions: string[];
  csrf_token: string;
  /** The institution's, in which the console shows every time. */
  timezone: string;
}

/** A sentence at hand, filled in for who asks. */
export interface Reply {
  title: string;
  text: string;
}

export interface CustomerBrief {
  id: string;
  name: string | null;
  /** What a stranger says their name is, masked; nobody has checked it. */
  told_name: string | null;
  is_known: boolean;
  tags: string[];
}

/** A customer as the desk shows one: masked, until somebody says why the whole is needed. */
export interface Customer extends CustomerBrief {
  external_id?: string | null;
  phone?: string | null;
  attributes?: Record<string, unknown>;
  created_at?: string;
}

/** One line of a list of conversations. `waiting_s` is counted by the server, at the moment it answered. */
export interface ConversationItem {
  id: string;
  status: Status;
  channel: string;
  priority: number;
  reason: string | null;
  summary: string | null;
  queued_at: string | null;
  waiting_s: number | null;
  agent: { id: string; name: string } | null;
  customer: CustomerBrief;
  last_message: { text: string; actor_kind: ActorKind; created_at: string } | null;
  /** The newest message with the words that were searched, from shortly before them; null where it is the last. */
  found: { text: string; actor_kind: ActorKind; created_at: string } | null;
  last_seq: number;
  unread: number;
  created_at: string;
}

export interface ConversationDetail extends Omit<ConversationItem, "customer"> {
  customer: Customer;
  read: { customer_seq: number; staff_seq: number };
  tickets: TicketItem[];
}

export interface Queue {
  waiting: ConversationItem[];
  counts: { waiting: number; assigned: number; bot: number };
  agents_online: number;
}

/** A page of a list, newest first; `next_before` is the key of the next page, null on the last one. */
export interface Page<T, K = string> {
  items: T[];
  next_before: K | null;
}

export type DeadlineState = "running" | "warned" | "breached" | "met" | "met_late" | "stopped";

/** A clock of a ticket; `arithmetic` is how the due time was counted, in Chinese. */
export interface Deadline {
  kind: string;
  label: string;
  amount: number;
  unit: string;
  source: string;
  policy_version: string;
  starts_at: string;
  due_at: string;
  arithmetic: string;
  /** False when no official holidays were known for a year it touches. */
  is_calendar_certain: boolean;
  state: DeadlineState;
  met_at: string | null;
}

/** One step of a ticket; `text` is a sentence by the service. */
export interface HistoryEntry {
  at: string;
  kind: string;
  actor: Actor;
  text: string;
  note: string | null;
}

/** A ticket in a list; name and phone are masked. `fraction_elapsed` is counted at the moment of the answer. */
export interface TicketItem {
  number: string;
  status: string;
  complaint_class: string;
  grade: Grade;
  is_repeat: boolean;
  product: string;
  issue: string;
  demand: string;
  amount: string | null;
  name: string | null;
  phone: string;
  conversation_id: string | null;
  created_at: string;
  due_at: string | null;
  next_deadline: { kind: string; label: string; due_at: string; fraction_elapsed: number; state: DeadlineState } | null;
}

export interface Ticket extends TicketItem {
  repeat_of: string | null;
  description: string;
  occurred_at: string | null;
  occurred_text: string | null;
  place: string | null;
  evidence: string | null;
  lead: string;
  grade_reasons: { rule: string; grade: number; text: string }[];
  /** Where the ticket may go from here, as the service's table says. */
  allowed_moves: string[];
  note_required_for: string[];
  deadlines: Deadline[];
  history: HistoryEntry[];
}

export interface AuditEntry {
  id: number;
  at: string;
  agent_id: string | null;
  agent_name: string | null;
  action: string;
  target: string | null;
  address: string | null;
  data: Record<string, unknown>;
}
