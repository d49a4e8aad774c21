/**
 * Messages that the service has not confirmed yet, kept in the browser across reloads.
 *
 * Each item is one storage entry of its own, so two tabs can add and remove at once without overwriting one
 * another; both may send the same item, which is safe because the service answers a repeated `client_id` the
 * same way. Where storage is refused (private windows, blocked site data) the items live in memory only.
 */
import { attempt, browserStore, put, type Store } from "./storage";

export interface OutboxItem {
  /** UUID; the idempotency key of the message for as long as it exists. */
  client_id: string;
  conversation_id: string;
  kind: "message" | "note";
  text: string;
  /** The browser's clock when it was written (ISO, UTC); only orders and labels what is not stored yet. */
  written_at: string;
  /** The service's error code when it will not take this message; null while it is being retried. */
  refusedCode: string | null;
  /** Set where storage refused it: it is lost with the page. */
  isVolatile?: boolean;
}

export class Outbox {
  /** Items by storage key; also the fallback when storage refuses. */
  private readonly memory = new Map<string, OutboxItem>();

  /** `prefix` separates parties that share one origin, e.g. `zhike.outbox` and `zhike.staff.outbox`. */
  constructor(private readonly prefix: string, private readonly store: Store | null = browserStore()) {
    // Leaving the page is asked about while it holds what would be lost with it.
    window.addEventListener("beforeunload", (event) => { if (this.memory.size > 0) event.preventDefault(); });
  }

  add(conversationId: string, text: string, kind: OutboxItem["kind"] = "message"): OutboxItem {
    const item: OutboxItem = {
      client_id: newId(), conversation_id: conversationId, kind, text, written_at: this.nextTime(), refusedCode: null,
    };
    return this.keep(item);
  }

  /** Unconfirmed messages in the order they were written, of one conversation or of all. */
  items(conversationId?: string): OutboxItem[] {
    return this.all().filter((item) => conversationId === undefined || item.conversation_id === conversationId);
  }

  remove(clientId: string): void {
    this.memory.delete(this.key(clientId));
    attempt(() => this.store?.removeItem(this.key(clientId)));
  }

  /** Marks an item the service refuses, or (null) lets it be tried again. Returns null if it is gone. */
  refuse(clientId: string, code: string | null): OutboxItem | null {
    const item = this.all().find((held) => held.client_id === clientId);
    return item ? this.keep({ ...item, refusedCode: code }) : null;
  }

  /** Moves waiting messages to the conversation that replaced theirs (the session had expired). */
  move(from: string, to: string): void {
    for (const item of this.items(from)) this.keep({ ...item, conversation_id: to });
  }

  /** Forgets everything, of every conversation: another person uses this browser now. */
  clear(): void {
    for (const item of this.all()) this.remove(item.client_id);
  }

  private all(): OutboxItem[] {
    const found = new Map(this.memory);
    for (const key of this.storedKeys()) {
      const item = parse(attempt(() => this.store?.getItem(key)) ?? null);
      if (item) found.set(key, item);
    }
    return [...found.values()].sort((a, b) => a.written_at.localeCompare(b.written_at));
  }

  private storedKeys(): string[] {
    const keys: string[] = [];
    const length = attempt(() => this.store?.length) ?? 0;
    for (let i = 0; i < length; i++) {
      const key = attempt(() => this.store?.key(i));
      if (key?.startsWith(`${this.prefix}:`)) keys.push(key);
    }
    return keys;
  }

  /** Memory holds only what storage would not take: an entry removed by another tab must not come back. */
  private keep(item: OutboxItem): OutboxItem {
    const key = this.key(item.client_id);
    const kept: OutboxItem = { ...item, isVolatile: undefined };
    this.memory.delete(key);
    if (put(this.store, key, JSON.stringify(kept))) return kept;
    kept.isVolatile = true;
    this.memory.set(key, kept);
    return kept;
  }

  /** Later than every item held, so that two messages of one millisecond keep their order. */
  private nextTime(): string {
    const latest = this.all().at(-1);
    const after = latest ? Date.parse(latest.written_at) + 1 : 0;
    return new Date(Math.max(Date.now(), after)).toISOString();
  }

  private key(clientId: string): string {
    return `${this.prefix}:${clientId}`;
  }
}

/** A version 4 UUID; `randomUUID` is missing on pages that are not served over HTTPS. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function parse(text: string | null): OutboxItem | null {
  const item = attempt(() => JSON.parse(text ?? "null") as OutboxItem | null);
  return item && typeof item.client_id === "string" && typeof item.text === "string" ? item : null;
}
