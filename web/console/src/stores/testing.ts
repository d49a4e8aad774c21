/** For tests only: a signed-in agent, a service that answers by path, and the socket played by hand. */
import { FakeSocket } from "@shared/testing";
import { createPinia, setActivePinia } from "pinia";
import { vi } from "vitest";
import type { ConversationDetail, ConversationItem, Me } from "../api/types";
import { useSession } from "./session";

export const AMIRA: Me = {
  agent: { id: "a_1", username: "amira", name: "艾米娜", role: "agent", availability: "online", capacity: 5 },
  permissions: ["queue.read", "conversation.list", "conversation.read", "conversation.claim", "message.send", "note.create"],
  csrf_token: "csrf-amira", timezone: "Pacific/Chatham",
};

export const refusal = (status: number, code: string, details: object = {}): Response =>
  new Response(JSON.stringify({ error: { code, message: code, details } }), { status });
export const answer = (body: unknown): Response => new Response(JSON.stringify(body), { status: 200 });

type Answers = Record<string, (body: unknown) => Response | Promise<Response>>;

/** Answers `METHOD /path` (query left out); everything else is a 404. Returns the calls that were made. */
export function serve(answers: Answers): string[] {
  const calls: string[] = [];
  vi.stubGlobal("fetch", vi.fn(async (url: string, init: RequestInit) => {
    const call = `${init.method} ${url.replace("/api/v1", "")}`;
    calls.push(call);
    const answered = answers[call.split("?")[0] ?? ""];
    return answered ? answered(init.body ? JSON.parse(String(init.body)) : undefined) : refusal(404, "not_found");
  }));
  return calls;
}

/** A fresh page on which Amira has signed in. */
export async function signedIn(answers: Answers = {}): Promise<string[]> {
  localStorage.clear();
  sessionStorage.clear();
  setActivePinia(createPinia());
  FakeSocket.install();
  const calls = serve({ "POST /auth/sign-in": () => answer(AMIRA), ...answers });
  await useSession().signIn("amira", "secret");
  return calls;
}

export const item = (more: Partial<ConversationItem> = {}): ConversationItem => ({
  id: "c_1", status: "queued", channel: "web", priority: 0, reason: "asked", summary: "客户要求人工", queued_at: "2026-11-22T02:29:00Z", waiting_s: 60, agent: null,
  customer: { id: "u_1", name: "陈**", told_name: null, is_known: true, tags: [] }, last_message: null, found: null, last_seq: 0, unread: 0, created_at: "2026-11-22T02:00:00Z", ...more,
});

export const detail = (more: Partial<ConversationDetail> = {}): ConversationDetail => ({ ...item(), read: { customer_seq: 0, staff_seq: 0 }, tickets: [], ...more });
