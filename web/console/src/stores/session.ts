/** Who is signed in, and what that person may do. */
import { retryDelay } from "@shared/backoff";
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { type ApiError, setCsrfToken, whenSessionEnds, whenSessionIsAnother } from "../api/http";
import { agents, auth } from "../api/staff";
import type { Availability, Me } from "../api/types";
import { setZone } from "../lib/time";

/** `asking` on the first load; `ended` when a session that was there is no more; `unreachable` when nobody could say. */
export type SessionState = "asking" | "out" | "in" | "ended" | "unreachable";

/** A sign-in in another tab ends the session of this one a moment before the browser holds the new cookie. */
const LOOK_AGAIN_MS = [500, 3_000];

export const useSession = defineStore("session", () => {
  const me = ref<Me | null>(null);
  const state = ref<SessionState>("asking");
  const agent = computed(() => me.value?.agent ?? null);
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Rises with each session that begins on this page: lines of the one before are not to be trusted. */
  const epoch = ref(0);

  whenSessionEnds(end);
  whenSessionIsAnother(() => join());

  function enter(answer: Me): void {
    me.value = answer;
    setCsrfToken(answer.csrf_token);
    setZone(answer.timezone);
    attempt = 0;
    epoch.value++;
    state.value = "in";
  }

  /** Ask the service who this browser is, again and again while it does not answer. Never throws. */
  async function restore(): Promise<void> {
    clearTimeout(timer);
    try {
      enter(await auth.me());
    } catch (error) {
      const { status, retryAfterMs } = error as ApiError;
      state.value = status === 401 ? "out" : "unreachable";
      if (status !== 401) timer = setTimeout(() => void restore(), retryAfterMs + retryDelay(attempt++, 0, Math.random()));
    }
  }

  /**
   * At the door, but another tab of this browser may have signed in meanwhile. A second sign-in here would end the
   * session of that one, so it is asked for first. Never throws.
   */
  async function comeBack(): Promise<void> {
    if (state.value === "ended" || state.value === "out") await join();
  }

  /** Goes on with the session this browser has now, if that is another than before. Another person's begins on a new page. */
  async function join(): Promise<boolean> {
    const answer = await auth.me().catch(() => null);
    if (!answer || answer.csrf_token === me.value?.csrf_token) return false;
    if (agent.value && agent.value.id !== answer.agent.id) {
      location.reload();
      return false;
    }
    enter(answer);
    return true;
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
    if (state.value !== "in") return;
    state.value = "ended";
    void comeBack();
    for (const pause of LOOK_AGAIN_MS) setTimeout(() => void comeBack(), pause);
  }

  /** Answers for the desk: may act on what others hold. The service decides; this only greys out buttons. */
  const isLead = computed(() => agent.value?.role === "supervisor" || agent.value?.role === "admin");
  const can = (operation: string): boolean => me.value?.permissions.includes(operation) ?? false;

  /** Throws ApiError; the switch then shows what the service still holds true. */
  async function setAvailability(availability: Availability): Promise<void> {
    await agents.setAvailability(availability);
    if (me.value) me.value.agent.availability = availability;
  }

  return { agent, state, epoch, isLead, can, restore, comeBack, signIn, signOut, end, setAvailability };
});
