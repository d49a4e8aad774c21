/** Who is typing, and how far the customer has read. */
import type { ActorKind } from "@shared/events";
import { type Ref, ref } from "vue";

/** How long one typing frame is shown (docs/wire.md). */
const TYPING_MS = 4_000;
/** The service takes one a second; half of that is enough to stay visible. */
const SEND_TYPING_MS = 2_000;

export interface Typist {
  kind: ActorKind;
  name: string | null;
}

export interface Presence {
  typist: Ref<Typist | null>;
  /** The other side writes. */
  typed: (actor: Typist) => void;
  /** The other side has spoken: what it typed is here. */
  spoke: () => void;
  /** The customer writes; passes on at most one frame each two seconds. */
  sendTyping: () => void;
  readSeq: Ref<number>;
  /** The customer has seen up to `seq`. */
  read: (seq: number) => void;
  /** Read marks that were made without a line go out now. */
  lineReady: () => void;
  reset: () => void;
}

export function createPresence(sendTyping: () => void, sendRead: (seq: number) => boolean): Presence {
  const typist = ref<Typist | null>(null);
  const readSeq = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typedAt = 0;
  let sentSeq = 0;

  function spoke(): void {
    clearTimeout(timer);
    typist.value = null;
  }

  function typed(actor: Typist): void {
    clearTimeout(timer);
    typist.value = actor;
    timer = setTimeout(spoke, TYPING_MS);
  }

  function lineReady(): void {
    if (readSeq.value > sentSeq && sendRead(readSeq.value)) sentSeq = readSeq.value;
  }

  return {
    typist, typed, spoke, readSeq, lineReady,
    sendTyping: () => {
      if (Date.now() - typedAt < SEND_TYPING_MS) return;
      typedAt = Date.now();
      sendTyping();
    },
    read: (seq) => {
      readSeq.value = Math.max(readSeq.value, seq);
      lineReady();
    },
    reset: () => {
      spoke();
      readSeq.value = sentSeq = 0;
    },
  };
}
