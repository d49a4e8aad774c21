/** What the left column shows: who waits, and whom I hold. Fetched again on every hint from the socket. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import type { ApiError } from "../api/http";
import { conversations } from "../api/staff";
import type { ConversationItem, Queue } from "../api/types";
import { useRefetch } from "./live";
import { useSession } from "./session";

/** No agent holds more than this at once; the list is complete. */
const MINE_LIMIT = 100;

const byNewest = (a: ConversationItem, b: ConversationItem): number => lastAt(b).localeCompare(lastAt(a));
const lastAt = (item: ConversationItem): string => item.last_message?.created_at ?? item.created_at;

export const useLists = defineStore("lists", () => {
  const session = useSession();
  const queue = ref<Queue | null>(null);
  /** The browser's clock when the queue came: waiting times are counted on from here, so a wrong clock does no harm. */
  const queueAt = ref(0);
  const mine = ref<ConversationItem[] | null>(null);
  /** Why each list may be out of date; one list that comes says nothing of the other. */
  const errors = ref<{ queue: ApiError | null; mine: ApiError | null }>({ queue: null, mine: null });
  const error = computed(() => errors.value.queue ?? errors.value.mine);

  const waiting = computed(() => queue.value?.waiting ?? []);
  const unread = computed(() => (mine.value ?? []).reduce((sum, item) => sum + item.unread, 0));

  async function fetchQueue(): Promise<void> {
    if (!session.can("queue.read")) return;
    await keep("queue", async () => {
      queue.value = await conversations.queue();
      queueAt.value = Date.now();
    });
  }

  async function fetchMine(): Promise<void> {
    const agentId = session.agent?.id;
    if (!agentId) return;
    await keep("mine", async () => {
      const page = await conversations.list({ status: "assigned", agent_id: agentId, limit: MINE_LIMIT });
      mine.value = [...page.items].sort(byNewest);
    });
  }

  /** A failed fetch leaves what was shown; the column says that it may be out of date. */
  async function keep(list: "queue" | "mine", fetch: () => Promise<void>): Promise<void> {
    try {
      await fetch();
      errors.value[list] = null;
    } catch (cause) {
      errors.value[list] = cause as ApiError;
    }
  }

  const refetchQueue = useRefetch(["queue"], fetchQueue);
  const refetchMine = useRefetch(["mine"], fetchMine);

  /** Seconds that `item` has waited by `now` (browser's clock, ms). */
  function waited(item: ConversationItem, now: number): number {
    return (item.waiting_s ?? 0) + Math.max(0, now - queueAt.value) / 1000;
  }

  async function refetch(): Promise<void> {
    await Promise.all([refetchQueue(), refetchMine()]);
  }

  return { queue, waiting, mine, unread, error, waited, refetch };
});
