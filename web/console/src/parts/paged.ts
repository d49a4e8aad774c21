/** A list read page by page; answers that come after a newer question are thrown away. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { Page } from "../api/types";

export interface Paged<T> {
  items: ShallowRef<T[]>;
  isLoading: Ref<boolean>;
  error: ShallowRef<unknown>;
  hasMore: ComputedRef<boolean>;
  /** From the first page; what was shown stays until it comes. Never rejects. */
  restart: () => Promise<void>;
  more: () => Promise<void>;
}

export function usePaged<T, K>(fetch: (before: K | null) => Promise<Page<T, K>>): Paged<T> {
  const items = shallowRef<T[]>([]);
  const isLoading = ref(false);
  const error = shallowRef<unknown>(null);
  const next = shallowRef<K | null>(null);
  let asked = 0;

  async function load(before: K | null): Promise<void> {
    const mine = ++asked;
    isLoading.value = true;
    error.value = null;
    try {
      const page = await fetch(before);
      if (mine !== asked) return;
      items.value = before === null ? page.items : [...items.value, ...page.items];
      next.value = page.next_before;
    } catch (cause) {
      if (mine === asked) error.value = cause;
    } finally {
      if (mine === asked) isLoading.value = false;
    }
  }

  return {
    items, isLoading, error,
    hasMore: computed(() => next.value !== null),
    restart: () => load(null),
    more: async () => {
      if (next.value !== null && !isLoading.value) await load(next.value);
    },
  };
}
