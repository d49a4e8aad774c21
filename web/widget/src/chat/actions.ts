/** What the customer does besides writing: ask for a person, go back to the bot, end, rate. */
import type { Api, ApiError } from "@shared/api";
import type { Snapshot } from "@shared/events";
import type { Change, ConversationState } from "@shared/reducer";
import { type Ref, ref } from "vue";
import type { TextKey } from "../lib/i18n";

/** What pressing 转人工 says in a conversation that is over; the bot understands Chinese. */
const ASK_FOR_PERSON = "转人工";

export interface ActionOptions {
  api: Api;
  state: () => ConversationState;
  hasSession: () => boolean;
  apply: (change: Change) => void;
  say: (text: string) => void;
}

export interface Actions {
  error: Ref<TextKey | null>;
  isBusy: Ref<boolean>;
  askForPerson: () => Promise<void>;
  /** Asks again for what could not be asked for without a network. */
  retryHandoff: () => Promise<void>;
  leaveQueue: () => Promise<boolean>;
  end: () => Promise<boolean>;
  rate: (score: number, comment: string) => Promise<boolean>;
}

export function createActions({ api, state, hasSession, apply, say }: ActionOptions): Actions {
  const error = ref<TextKey | null>(null);
  const isBusy = ref(false);
  /** The customer asked for a person while nothing could be reached. */
  let wantsPerson = false;

  async function post(verb: string): Promise<void> {
    const snapshot = await api<Snapshot>("POST", `/conversations/${state().conversationId}/${verb}`, {});
    apply({ type: "snapshot", snapshot });
  }

  /** Runs one action; a failure becomes a sentence, never an exception. True when it worked. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    isBusy.value = true;
    error.value = null;
    try {
      await work();
      return true;
    } catch {
      error.value = "error.action";
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  function wish(): void {
    wantsPerson = true;
    error.value = "error.handoff";
  }

  /** 转人工. A closed conversation is reopened by saying so; without a network the wish is kept. */
  async function askForPerson(): Promise<void> {
    if (state().snapshot?.status === "closed") return say(ASK_FOR_PERSON);
    if (!hasSession()) return wish();
    error.value = null;
    isBusy.value = true;
    try {
      await post("handoff");
      wantsPerson = false;
    } catch (cause) {
      if ((cause as ApiError).isTemporary) wish();
      else error.value = "error.action";
    } finally {
      isBusy.value = false;
    }
  }

  async function retryHandoff(): Promise<void> {
    if (wantsPerson && !isBusy.value) await askForPerson();
  }

  async function rate(score: number, comment: string): Promise<boolean> {
    const body = comment ? { score, comment } : { score };
    return attempt(() => api<void>("POST", `/conversations/${state().conversationId}/rating`, body));
  }

  return {
    error, isBusy, askForPerson, retryHandoff, rate,
    leaveQueue: () => attempt(() => post("handoff/cancel")),
    end: () => attempt(() => post("close")),
  };
}
