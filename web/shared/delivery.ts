/**
 * Gets unconfirmed messages to the service: sends them in order, again after each reconnect, and again when
 * no ack came in time. The same `client_id` goes out each time, so that a repeat is never a second message.
 */
import type { Ack, ErrorFrame } from "./events";
import type { Outbox, OutboxItem } from "./outbox";

/** An ack that takes longer was lost; the customer reads "not sent, retrying" until then. */
export const ACK_LIMIT_MS = 8_000;
const CHECK_EVERY_MS = 1_000;
/** Refusals that say nothing about the message itself: it is kept and tried again, with a new session where that has ended. */
const TEMPORARY_CODES = new Set([
  "internal_error", "too_many_requests", "unavailable", "storage_unavailable", "storage_busy",
  "not_authenticated", "session_expired", "staff_session_ended",
]);

export interface DeliveryOptions {
  outbox: Outbox;
  /** What may go out now, in order: one conversation of a customer, all of an agent's; none without a session. */
  items: () => OutboxItem[];
  /** Hands one message to the line; false when there is none. */
  send: (item: OutboxItem) => boolean;
  /** A message was refused for good (code) or is tried again (null). */
  onRefused: (item: OutboxItem) => void;
  /** An ack did not come in time: the line may be dead without saying so. */
  onLate: () => void;
}

export class Delivery {
  /** When each item last went out, by client_id. */
  private readonly sentAt = new Map<string, number>();
  /** Refused for now: nothing written after one of these goes out before it. */
  private readonly isHeld = new Set<string>();
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly options: DeliveryOptions) {
    this.timer = setInterval(() => this.flush(), CHECK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The line is new: whatever was under way on the old one goes out again. */
  lineReady(): void {
    this.sentAt.clear();
    this.isHeld.clear();
    this.flush();
  }

  /** Sends what is due, oldest first; stops at the first that cannot go, so that order is kept. */
  flush(now: number = Date.now()): void {
    for (const item of this.options.items()) {
      if (item.refusedCode !== null) continue;
      const sentAt = this.sentAt.get(item.client_id);
      const isHeld = this.isHeld.has(item.client_id);
      if (sentAt !== undefined && now - sentAt < ACK_LIMIT_MS) {
        if (isHeld) return;
        continue;
      }
      if (!this.options.send(item)) return;
      this.sentAt.set(item.client_id, now);
      this.isHeld.delete(item.client_id);
      if (sentAt !== undefined && !isHeld) this.options.onLate();
    }
  }

  /** The service has it on disk. */
  acked(ack: Pick<Ack, "client_id">): void {
    this.forget(ack.client_id);
    this.options.outbox.remove(ack.client_id);
  }

  /** An error that names a message: kept when temporary, marked when final. */
  failed(error: Pick<ErrorFrame, "code" | "client_id">): void {
    if (!error.client_id) return;
    if (TEMPORARY_CODES.has(error.code)) this.isHeld.add(error.client_id);
    else this.mark(error.client_id, error.code);
  }

  /** A person asks for a refused message to be tried again. */
  retry(clientId: string): void {
    this.mark(clientId, null);
    this.flush();
  }

  private forget(clientId: string): void {
    this.sentAt.delete(clientId);
    this.isHeld.delete(clientId);
  }

  private mark(clientId: string, code: string | null): void {
    this.forget(clientId);
    const item = this.options.outbox.refuse(clientId, code);
    if (item) this.options.onRefused(item);
  }
}
