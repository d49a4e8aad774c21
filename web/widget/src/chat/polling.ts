/**
 * The way around networks that let HTTP through but no WebSocket: when the line stays down, messages are posted
 * and new events asked for every few seconds. It stops by itself when the line is up.
 */
import type { Api, ApiError } from "@shared/api";
import type { Ack } from "@shared/events";
import type { OutboxItem } from "@shared/outbox";
import { type Ref, ref } from "vue";

/** How long the line may be down before HTTP is tried. */
const PATIENCE_MS = 6_000;
const EVERY_MS = 4_000;

export interface PollingOptions {
  api: Api;
  catchUp: () => Promise<void>;
  onAck: (ack: Ack) => void;
  onRefused: (item: OutboxItem, error: ApiError) => void;
  /** The service answers over HTTP: what waits may go out. */
  onWorking: () => void;
}

export interface Polling {
  /** True while HTTP stands in for the line and works. */
  isWorking: Ref<boolean>;
  lineIs: (isUp: boolean) => void;
  /** Posts one message; false when HTTP is not standing in. */
  post: (item: OutboxItem) => boolean;
  stop: () => void;
}

export function createPolling(options: PollingOptions): Polling {
  const isWorking = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Posts go out one after another, so that messages keep their order. */
  let posted: Promise<void> = Promise.resolve();
  /** Rises with each post that failed for now: those waiting behind it come again, after it. */
  let failures = 0;

  function plan(delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void poll(), delay);
  }

  async function poll(): Promise<void> {
    const mine = timer;
    let delay = EVERY_MS;
    try {
      await options.catchUp();
      if (mine !== timer) return;
      isWorking.value = true;
      options.onWorking();
    } catch (error) {
      isWorking.value = false;
      delay = Math.max(delay, (error as ApiError).retryAfterMs);
    }
    if (mine === timer) plan(delay);
  }

  function lineIs(isUp: boolean): void {
    if (isUp) stop();
    else if (timer === undefined) plan(PATIENCE_MS);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    isWorking.value = false;
  }

  function post(item: OutboxItem): boolean {
    if (!isWorking.value) return false;
    const before = failures;
    posted = posted.then(() => (before === failures ? deliver(item) : undefined));
    return true;
  }

  async function deliver(item: OutboxItem): Promise<void> {
    try {
      const body = { client_id: item.client_id, text: item.text };
      options.onAck(await options.api<Ack>("POST", `/conversations/${item.conversation_id}/messages`, body));
    } catch (error) {
      if ((error as ApiError).isTemporary) failures++;
      options.onRefused(item, error as ApiError);
    }
  }

  return { isWorking, lineIs, post, stop };
}
