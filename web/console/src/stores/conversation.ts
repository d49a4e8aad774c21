/** The conversation on screen: its detail, its log through the shared reducer, and what the holder may do with it. */
import type { StaffServerFrame } from "@shared/events";
import type { OutboxItem } from "@shared/outbox";
import { PAGE_LIMIT, type LogEvent } from "@shared/events";
import { emptyState, needsRefetch, reduce, type Change, type ConversationState } from "@shared/reducer";
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { ApiError } from "../api/http";
import { call } from "../api/http";
import { conversations, query } from "../api/staff";
import type { ConversationDetail } from "../api/types";
import { i18n } from "../i18n";
import { tellRefusal } from "../lib/errors";
import { createRefetch } from "../lib/refetch";
import { useLive } from "./live";
import { useOutgoing } from "./outgoing";
import { useSession } from "./session";

/** A "typing" is shown this long (docs/wire.md). */
const TYPING_MS = 4_000;
/** Pages looked back through for the last hand-over; the facts in it matter more than a short first load. */
const HANDOVER_PAGES = 3;
/** Of a refused message, enough to know it by. */
const EXCERPT_CHARS = 20;

const eventsAfter = (id: string, afterSeq: number, limit: number): Promise<{ events: LogEvent[]; has_more: boolean }> =>
  call("GET", `/conversations/${encodeURIComponent(id)}/events${query({ after_seq: afterSeq, limit })}`);

export const useConversation = defineStore("conversation", () => {
  const live = useLive();
  const outgoing = useOutgoing();
  const session = useSession();

  const id = ref<string | null>(null);
  const detail = ref<ConversationDetail | null>(null);
  const log = shallowRef<ConversationState>(emptyState(""));
  const customerSeq = ref(0);
  const typingUntil = ref(0);
  const error = ref<ApiError | null>(null);
  const isLoadingEarlier = ref(false);

  const isMine = computed(() => detail.value?.status === "assigned" && detail.value.agent?.id === session.agent?.id);
  const hasEarlier = computed(() => log.value.firstSeq > 1);
  /** The newest hand-over's summary, facts and note. */
  const handover = computed(() => log.value.events.filter((event) => event.type === "handoff.summarised").at(-1)?.data ?? null);

  function apply(change: Change): void {
    log.value = reduce(log.value, change);
    if (needsRefetch(log.value)) void catchUp();
  }

  /** Shows `conversationId`; null shows none. Never throws: what failed is in `error`. */
  async function open(conversationId: string | null): Promise<void> {
    if (id.value === conversationId) return;
    if (id.value) live.send({ type: "unwatch", conversation_id: id.value });
    id.value = conversationId;
    detail.value = null;
    error.value = null;
    typingUntil.value = 0;
    log.value = emptyState(conversationId ?? "");
    if (conversationId) await load(conversationId);
  }

  async function load(conversationId: string): Promise<void> {
    try {
      await fetchDetail(conversationId);
      if (id.value !== conversationId) return;
      log.value = emptyState(conversationId, Math.max(0, (detail.value?.last_seq ?? 0) - PAGE_LIMIT));
      outgoing.items(conversationId).forEach((item) => apply({ type: "pending", item }));
      await fetchLog(conversationId);
      watch();
      await findHandover(conversationId);
    } catch (cause) {
      if (id.value === conversationId) error.value = cause as ApiError;
    }
  }

  async function reload(): Promise<void> {
    const conversationId = id.value;
    await open(null);
    await open(conversationId);
  }

  async function fetchDetail(conversationId: string): Promise<void> {
    const answer = await conversations.get(conversationId);
    if (id.value !== conversationId) return;
    detail.value = answer;
    customerSeq.value = Math.max(answer.read.customer_seq, 0);
  }

  /** "Events after N" until there are no more: the first load and the recovery are the same. */
  async function fetchLog(conversationId: string): Promise<void> {
    for (let hasMore = true; hasMore && id.value === conversationId; ) {
      const page = await eventsAfter(conversationId, log.value.lastSeq, PAGE_LIMIT);
      if (id.value !== conversationId) return;
      log.value = reduce(log.value, { type: "page", events: page.events });
      hasMore = page.has_more;
    }
  }

  const catchUp = createRefetch(async () => {
    if (!id.value || !detail.value) return;
    await fetchLog(id.value).catch((cause: ApiError) => console.warn("conversation.refetch_failed", cause.code));
  });

  const refetchDetail = createRefetch(async () => {
    if (!id.value || !detail.value) return;
    await fetchDetail(id.value).catch((cause: ApiError) => console.warn("conversation.refetch_failed", cause.code));
  });

  /** One page of older rows in front of what is shown. */
  async function loadEarlier(): Promise<void> {
    const conversationId = id.value;
    if (!conversationId || !hasEarlier.value || isLoadingEarlier.value) return;
    isLoadingEarlier.value = true;
    try {
      const after = Math.max(0, log.value.firstSeq - 1 - PAGE_LIMIT);
      const page = await eventsAfter(conversationId, after, Math.min(PAGE_LIMIT, log.value.firstSeq - 1 - after));
      if (id.value === conversationId) apply({ type: "earlier", events: page.events });
    } finally {
      isLoadingEarlier.value = false;
    }
  }

  async function findHandover(conversationId: string): Promise<void> {
    for (let page = 0; page < HANDOVER_PAGES; page++) {
      if (id.value !== conversationId || !detail.value?.reason || handover.value || !hasEarlier.value) return;
      await loadEarlier();
    }
  }

  function watch(): void {
    if (id.value && detail.value) live.send({ type: "watch", conversation_id: id.value, after_seq: log.value.lastSeq });
  }

  function hear(frame: StaffServerFrame): void {
    if (!id.value) return;
    if (frame.type === "ready") {
      watch();
      void refetchDetail();
    } else if (frame.type === "event" && frame.event.conversation_id === id.value) {
      if (frame.event.type === "message.created" && frame.event.actor.kind === "customer") typingUntil.value = 0;
      apply({ type: "event", event: frame.event });
      if (frame.event.type.startsWith("conversation.") || frame.event.type.startsWith("ticket.")) void refetchDetail();
    } else if (frame.type === "typing" && frame.conversation_id === id.value && frame.actor.kind !== "agent") {
      typingUntil.value = Date.now() + TYPING_MS;
    } else if (frame.type === "read" && frame.conversation_id === id.value) {
      customerSeq.value = Math.max(customerSeq.value, frame.customer_seq);
    } else if (frame.type === "changed" && frame.topics.includes(`conversation:${id.value}`)) {
      void refetchDetail();
    }
  }

  live.onFrame(hear);
  outgoing.listen({ acked: (ack) => apply({ type: "ack", ack }), refused });

  /** What was written in a conversation that is not on screen now must not fail unseen. */
  function refused(item: OutboxItem): void {
    if (item.conversation_id === id.value) apply({ type: "pending", item });
    else if (item.refusedCode) tellRefusal(i18n.global.t("delivery.refusedElsewhere", { text: item.text.slice(0, EXCERPT_CHARS) }));
  }

  function send(text: string, kind: "message" | "note"): void {
    if (id.value) apply({ type: "pending", item: outgoing.post(id.value, text, kind) });
  }

  /** Shows what is masked so far in full; what comes later is masked. `reload` hides it again. */
  async function reveal(reason: string): Promise<void> {
    const conversationId = id.value;
    if (!conversationId) return;
    const whole = new Map((await conversations.reveal(conversationId, reason)).events.map((event) => [event.seq, event]));
    if (id.value !== conversationId) return;
    log.value = { ...log.value, events: log.value.events.map((event) => whole.get(event.seq) ?? event) };
  }

  /** A refused message is given up; returns its text, so that it can be written again. */
  function drop(clientId: string): string {
    const text = log.value.pending.find((item) => item.client_id === clientId)?.text ?? "";
    outgoing.drop(clientId);
    apply({ type: "dropped", client_id: clientId });
    return text;
  }

  /** The holder has seen everything on screen. */
  function markRead(): void {
    const seq = log.value.lastSeq;
    if (!id.value || !isMine.value || !detail.value || seq <= detail.value.read.staff_seq) return;
    if (live.send({ type: "read", conversation_id: id.value, seq })) detail.value.read.staff_seq = seq;
  }

  return {
    id, detail, log, customerSeq, typingUntil, error, isMine, hasEarlier, isLoadingEarlier, handover,
    open, reload, refetchDetail, catchUp, loadEarlier, send, drop, markRead, reveal,
    retry: (clientId: string) => outgoing.retry(clientId),
    typing: () => id.value && isMine.value && live.send({ type: "typing", conversation_id: id.value }),
  };
});
