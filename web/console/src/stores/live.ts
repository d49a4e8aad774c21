/** The staff socket: one line to the service, and who on this page wants to hear of what. */
import type { StaffClientFrame, StaffServerFrame } from "@shared/events";
import { LiveSocket, socketUrl, type LinkState } from "@shared/socket";
import { defineStore } from "pinia";
import { onScopeDispose, ref } from "vue";
import { isQuiet } from "../api/http";
import { createRefetch } from "../lib/refetch";
import { useSession } from "./session";

type FrameListener = (frame: StaffServerFrame) => void;
type Topic = "queue" | "mine" | "tickets" | "agents";

/** Lists are fetched this often whatever the socket says: a hint may be lost, a list must not stay wrong. */
const SAFETY_REFETCH_MS = 30_000;
/** Without a socket the desk lives on asking. */
const OFFLINE_REFETCH_MS = 5_000;

export const useLive = defineStore("live", () => {
  const session = useSession();
  const link = ref<LinkState>("idle");
  /** The service has moved on without this page: it does not understand it, or has not kept its parts. */
  const isOutdated = ref(false);
  /** Where one wanted to go when that was found. */
  let wanted: string | null = null;
  const frameListeners = new Set<FrameListener>();
  const topicListeners = new Map<string, Set<() => void>>();

  const socket = new LiveSocket<StaffServerFrame, StaffClientFrame>({
    url: socketUrl("/api/v1/staff/socket"),
    hello: () => ({ type: "hello" }),
    onFrame: hear,
    onState: (state) => (link.value = state),
    onSessionEnded: () => session.end(),
  });

  /** What was missed while the line was down is not known, so everything is asked for again. */
  function hear(frame: StaffServerFrame): void {
    if (frame.type === "ready") topicListeners.forEach((group) => group.forEach((listener) => listener()));
    if (frame.type === "error" && frame.code === "invalid_frame") isOutdated.value = true;
    if (frame.type === "changed") frame.topics.forEach((topic) => topicListeners.get(topic)?.forEach((listener) => listener()));
    frameListeners.forEach((listener) => listener(frame));
  }

  function outdate(path: string): void {
    isOutdated.value = true;
    wanted = path;
  }

  /** Loads the page anew; drafts and what is unsent are kept. */
  function reload(): void {
    if (wanted) location.hash = wanted;
    location.reload();
  }

  function onFrame(listener: FrameListener): () => void {
    frameListeners.add(listener);
    return () => frameListeners.delete(listener);
  }

  function onTopic(topic: string, listener: () => void): () => void {
    const group = topicListeners.get(topic) ?? new Set();
    topicListeners.set(topic, group.add(listener));
    return () => {
      group.delete(listener);
      if (!group.size) topicListeners.delete(topic);
    };
  }

  return {
    link, isOutdated, outdate, reload, onFrame, onTopic,
    start: () => socket.start(),
    stop: () => socket.stop(),
    restart: () => socket.restart(),
    retryNow: () => socket.retryNow(),
    probe: () => socket.probe(),
    send: (frame: StaffClientFrame) => socket.send(frame),
  };
});

/** Fetch now, on every hint of `topics`, and now and then for safety, while the present scope lives. Returns the refetch. */
export function useRefetch(topics: readonly Topic[], fetch: () => Promise<void>): () => Promise<void> {
  const live = useLive();
  const session = useSession();
  const refetch = createRefetch(fetch);
  let fetchedAt = 0;
  const go = (): Promise<void> => {
    if (session.state !== "in") return Promise.resolve();
    fetchedAt = Date.now();
    return refetch();
  };
  const timer = setInterval(() => {
    const limit = live.link === "ready" ? SAFETY_REFETCH_MS : OFFLINE_REFETCH_MS;
    if (document.visibilityState === "visible" && !isQuiet() && Date.now() - fetchedAt >= limit) void go();
  }, 1000);
  const unlisten = topics.map((topic) => live.onTopic(topic, () => void go()));
  onScopeDispose(() => {
    clearInterval(timer);
    unlisten.forEach((undo) => undo());
  });
  void go();
  return go;
}
