/**
 * What was typed and not sent, one text a conversation and kind. Kept for the tab's life, reloads included, and no
 * longer: a draft may hold personal data, and desks are shared. Keyed by agent, so nobody meets another's words.
 */
import { attempt } from "@shared/storage";
import { defineStore } from "pinia";
import { reactive } from "vue";
import { useSession } from "./session";

export type ComposerMode = "reply" | "note";

const PREFIX = "zhike.draft";

export const useDrafts = defineStore("drafts", () => {
  const session = useSession();
  const texts = reactive(new Map<string, string>());
  const keyOf = (conversationId: string, mode: ComposerMode): string => `${PREFIX}:${session.agent?.id}:${conversationId}:${mode}`;

  function get(conversationId: string, mode: ComposerMode): string {
    const key = keyOf(conversationId, mode);
    return texts.get(key) ?? attempt(() => sessionStorage.getItem(key)) ?? "";
  }

  function set(conversationId: string, mode: ComposerMode, text: string): void {
    const key = keyOf(conversationId, mode);
    texts.set(key, text);
    attempt(() => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)));
  }

  const has = (conversationId: string): boolean => Boolean(get(conversationId, "reply") || get(conversationId, "note"));

  /** On signing out: the words go with the person. */
  function clear(): void {
    texts.clear();
    attempt(() => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key)));
  }

  return { get, set, has, clear };
});
