/** Who is signed in, and what that person may do. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { ApiError, setCsrfToken, whenSessionEnds } from "../api/http";
import { agents, auth } from "../api/staff";
import type { Availability, Me } from "../api/types";

/** `asking` on the first load; `ended` when a session that was there is no more; `unreachable` when nobody could say. */
export type SessionState = "asking" | "out" | "in" | "ended" | "unreachable";

export const useSession = defineStore("session", () => {
  const me = ref<Me | null>(null);
  const state = ref<SessionState>("asking");
  const agent = computed(() => me.value?.agent ?? null);

  whenSessionEnds(() => {
    if (state.value === "in") state.value = "ended";
  });

  function enter(answer: Me): void {
    me.value = answer;
    setCsrfToken(answer.csrf_token);
    state.value = "in";
  }

  /** Ask the service who this browser is. Never throws. */
  async function restore(): Promise<void> {
    state.value = "asking";
    try {
      enter(await auth.me());
    } catch (error) {
      state.value = error instanceof ApiError && error.status === 401 ? "out" : "unreachable";
    }
  }

  /** Throws ApiError. Another person than before finds nothing of the one before: the page starts anew. */
  async function signIn(username: string, password: string): Promise<void> {
    const before = agent.value?.id;
    const answer = await auth.signIn(username, password);
    enter(answer);
    if (before && before !== answer.agent.id) location.reload();
  }

  /** Throws ApiError when the service could not be told: the session would live on behind a closed page. */
  async function signOut(): Promise<void> {
    await auth.signOut();
  }

  function end(): void {
    if (state.value === "in") state.value = "ended";
  }

  /** Answers for the desk: may act on what others hold. The service decides; this only greys out buttons. */
  const isLead = computed(() => agent.value?.role === "supervisor" || agent.value?.role === "admin");
  const can = (operation: string): boolean => me.value?.permissions.includes(operation) ?? false;

  /** Throws ApiError; the switch then shows what the service still holds true. */
  async function setAvailability(availability: Availability): Promise<void> {
    await agents.setAvailability(availability);
    if (me.value) me.value.agent.availability = availability;
  }

  return { agent, state, isLead, can, restore, signIn, signOut, end, setAvailability };
});
