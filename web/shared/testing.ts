/** For tests only: a conversation's rows, storage that fills up, and a socket that is answered by hand. */
import { vi } from "vitest";
import type { ConversationEvent, EventData, EventOf, Snapshot } from "./events";

export const CONVERSATION = "c_1";

/** A row of the log; `from` is who caused it. */
export function row<T extends keyof EventData>(
  seq: number, type: T, data: EventData[T], from: ConversationEvent["actor"]["kind"] = "system", clientId: string | null = null,
): EventOf<T> {
  const actor = { kind: from, id: null, name: null };
  return {
    conversation_id: CONVERSATION, seq, type, actor, audience: ["customer"], client_id: clientId,
    created_at: new Date(Date.UTC(2026, 10, 22, 2, 30, seq)).toISOString(), data,
  };
}

/** What somebody said. */
export function said(seq: number, text: string, from: ConversationEvent["actor"]["kind"] = "bot", clientId: string | null = null) {
  return row(seq, "message.created", { text }, from, clientId) as ConversationEvent;
}

export function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return {
    id: CONVERSATION, status: "bot", last_seq: 0, queue: null, agent: null, can_rate: false,
    read: { customer_seq: 0, staff_seq: 0 }, ...more,
  };
}

/** Local storage that takes nothing more once `isFull`. */
export class FillingStorage {
  isFull = false;
  readonly entries = new Map<string, string>();

  get length(): number {
    return this.entries.size;
  }

  key = (place: number): string | null => [...this.entries.keys()][place] ?? null;
  getItem = (key: string): string | null => this.entries.get(key) ?? null;
  removeItem = (key: string): void => void this.entries.delete(key);
  setItem = (key: string, value: string): void => {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    this.entries.set(key, value);
  };
}

/** Stands in for the browser's WebSocket; the test plays the service. */
export class FakeSocket {
  static opened: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  readonly sent: { type: string; [field: string]: unknown }[] = [];
  isReleased = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
  }

  /** Replaces the global WebSocket until the test ends. */
  static install(): void {
    FakeSocket.opened = [];
    vi.stubGlobal("WebSocket", FakeSocket);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  answer(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as { type: string });
  }

  close(): void {
    this.isReleased = true;
    this.readyState = 3;
  }
}
