/** Every call of the staff API the console makes, one function each. All may throw `ApiError`. */
import type { ConversationEvent } from "@shared/events";
import { call } from "./http";
import type {
  Agent, AuditEntry, Availability, CloseReason, ConversationDetail, ConversationItem, Customer, Grade, Me, Page, Queue, Reply, Role, Ticket, TicketItem,
} from "./types";

const id = encodeURIComponent;

/** `?a=1&b=2` of what is set; empty values are left out. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return set.length ? `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}` : "";
}

export const auth = {
  me: () => call<Me>("GET", "/auth/me"),
  signIn: (username: string, password: string) => call<Me>("POST", "/auth/sign-in", { username, password }),
  signOut: () => call<void>("POST", "/auth/sign-out"),
  changePassword: (current: string, next: string) => call<void>("POST", "/auth/password", { current, new: next }),
};

export interface AgentFields {
  name: string;
  role: Role;
  capacity: number;
}

export const agents = {
  list: () => call<Agent[]>("GET", "/agents"),
  /** The password is in this answer and nowhere else. */
  create: (fields: AgentFields & { username: string }) => call<{ agent: Agent; password: string }>("POST", "/agents", fields),
  update: (agentId: string, fields: Partial<AgentFields & { is_active: boolean }>) =>
    call<Agent>("PATCH", `/agents/${id(agentId)}`, fields),
  resetPassword: (agentId: string) => call<{ password: string }>("POST", `/agents/${id(agentId)}/password`),
  setAvailability: (availability: Availability) => call<unknown>("PUT", "/agents/me/availability", { availability }),
};

export interface ConversationFilter {
  status?: string;
  agent_id?: string;
  q?: string;
  before?: string | null;
  limit?: number;
}

export const conversations = {
  queue: () => call<Queue>("GET", "/queue"),
  list: (filter: ConversationFilter) => call<Page<ConversationItem>>("GET", `/conversations${query({ ...filter })}`),
  get: (conversationId: string) => call<ConversationDetail>("GET", `/conversations/${id(conversationId)}`),
  claim: (conversationId: string) => call<unknown>("POST", `/conversations/${id(conversationId)}/claim`, {}),
  transfer: (conversationId: string, note: string) => call<unknown>("POST", `/conversations/${id(conversationId)}/transfer`, { note }),
  giveBack: (conversationId: string) => call<unknown>("POST", `/conversations/${id(conversationId)}/return`, {}),
  close: (conversationId: string, reason: CloseReason, note: string) =>
    call<unknown>("POST", `/conversations/${id(conversationId)}/close`, note ? { reason, note } : { reason }),
  /** The events that hold something masked, in full; the reason goes into the audit log. */
  reveal: (conversationId: string, reason: string) =>
    call<{ events: ConversationEvent[] }>("POST", `/conversations/${id(conversationId)}/reveal`, { reason }),
};

export interface TicketFilter {
  status?: string;
  grade?: number | string;
  q?: string;
  before?: string | null;
  limit?: number;
}

export const tickets = {
  list: (filter: TicketFilter) => call<Page<TicketItem>>("GET", `/tickets${query({ ...filter })}`),
  get: (number: string) => call<Ticket>("GET", `/tickets/${id(number)}`),
  setGrade: (number: string, grade: Grade, reason: string) => call<Ticket>("POST", `/tickets/${id(number)}/grade`, { grade, reason }),
  /** Name and phone unmasked; the reason goes into the ticket's history. */
  reveal: (number: string, reason: string) => call<{ name: string | null; phone: string }>("POST", `/tickets/${id(number)}/reveal`, { reason }),
  move: (number: string, status: string, note: string) => call<Ticket>("POST", `/tickets/${id(number)}/status`, { status, note }),
};

export const customers = {
  /** The whole, unmasked; the reason goes into the audit log. */
  reveal: (customerId: string, reason: string) => call<Customer>("POST", `/customers/${id(customerId)}/reveal`, { reason }),
};

export const audit = {
  list: (before: string | number | null, limit: number) => call<Page<AuditEntry, string | number>>("GET", `/audit${query({ before, limit })}`),
};

export const replies = {
  list: () => call<Reply[]>("GET", "/replies"),
};

export const reports = {
  today: () => call<Report>("GET", "/reports/today"),
};

/** Seconds; null when nothing was counted. */
export interface Spread {
  count: number;
  p50_s: number | null;
  p90_s: number | null;
  max_s: number | null;
}

/** The institution's day so far. Shares are 0–1; a figure is null when there is nothing to count. */
export interface Report {
  date: string;
  timezone: string;
  counts: { conversations: number; handed_over: number; closed: number; handoffs: number; assigned: number; waiting: number; abandoned: number };
  waiting: Spread;
  first_response: Spread;
  satisfaction: { asked: number; count: number; average: number | null; coverage: number | null; by_score: Record<string, number> };
  tickets: number;
  tickets_by_grade: Record<string, number>;
  by_hour: { hour: number; conversations: number; handoffs: number }[];
}
