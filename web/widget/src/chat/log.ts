/** The conversation as this page holds it, and the filling of gaps in it. */
import type { Api } from "@shared/api";
import { type ConversationEvent, type LogEvent, PAGE_LIMIT, type Snapshot } from "@shared/events";
import { type Change, type ConversationState, emptyState, needsRefetch, reduce } from "@shared/reducer";
import { type ShallowRef, shallowRef } from "vue";

/** The socket usually closes a gap by itself; after this long without progress it is asked for. */
const PATIENCE_MS = 600;
const RETRY_MS = 3_000;

export interface Log {
  state: ShallowRef<ConversationState>;
  apply: (change: Change) => void;
  /** Starts anew with another conversation. */
  reset: (conversationId: string) => void;
  /** Everything after what is held, and the snapshot, over HTTP. Raises ApiError. */
  catchUp: () => Promise<void>;
}

/** `onStored` hears each new row once. */
export function createLog(api: Api, onStored: (event: ConversationEvent) => void): Log {
  const state = shallowRef(emptyState(""));
  let gapTimer: ReturnType<typeof setTimeout> | undefined;

  function apply(change: Change): void {
    const before = state.value;
    state.value = reduce(before, change);
    for (let i = before.events.length; i < state.value.events.length; i++) onStored(state.value.events[i]!);
    plan(PATIENCE_MS);
  }

  function plan(delay: number): void {
    clearTimeout(gapTimer);
    if (needsRefetch(state.value)) gapTimer = setTimeout(() => void fill(), delay);
  }

  async function fill(): Promise<void> {
    try {
      await fetchPages();
    } catch {
      plan(RETRY_MS);
    }
  }

  async function fetchPages(): Promise<void> {
    const id = state.value.conversationId;
    for (let hasMore = true; hasMore && id === state.value.conversationId;) {
      const path = `/conversations/${id}/events?after_seq=${state.value.lastSeq}&limit=${PAGE_LIMIT}`;
      const page = await api<{ events: LogEvent[]; has_more: boolean }>("GET", path);
      apply({ type: "page", events: page.events });
      hasMore = page.has_more && page.events.length > 0;
    }
  }

  async function catchUp(): Promise<void> {
    await fetchPages();
    apply({ type: "snapshot", snapshot: await api<Snapshot>("GET", `/conversations/${state.value.conversationId}`) });
  }

  function reset(conversationId: string): void {
    clearTimeout(gapTimer);
    state.value = emptyState(conversationId);
  }

  return { state, apply, reset, catchUp };
}
