/** Replies and notes on their way: kept in the browser until the service has them on disk, resent after every reconnect. */
import { Delivery } from "@shared/delivery";
import type { Ack } from "@shared/events";
import { Outbox, type OutboxItem } from "@shared/outbox";
import { defineStore } from "pinia";
import { useLive } from "./live";
import { useSession } from "./session";

export interface OutgoingListener {
  acked: (ack: Ack) => void;
  refused: (item: OutboxItem) => void;
}

export const useOutgoing = defineStore("outgoing", () => {
  const live = useLive();
  const session = useSession();
  /** Named after the agent, so that a colleague at the same desk sends nothing in another's name. */
  const outbox = new Outbox(`zhike.staff.outbox.${session.agent?.id ?? ""}`);
  let listener: OutgoingListener | null = null;

  /** Whatever is unsent goes out, whichever conversation is on screen. */
  const delivery = new Delivery({
    outbox,
    items: () => outbox.items(),
    send: (item) =>
      live.send({
        type: item.kind === "note" ? "note.send" : "message.send",
        conversation_id: item.conversation_id, client_id: item.client_id, text: item.text,
      }),
    onRefused: (item) => listener?.refused(item),
    onLate: () => live.probe(),
  });

  live.onFrame((frame) => {
    if (frame.type === "ready") delivery.lineReady();
    if (frame.type === "error") delivery.failed(frame);
    if (frame.type !== "ack") return;
    delivery.acked(frame);
    listener?.acked(frame);
  });

  function post(conversationId: string, text: string, kind: OutboxItem["kind"]): OutboxItem {
    const item = outbox.add(conversationId, text, kind);
    delivery.flush();
    return item;
  }

  return {
    post,
    items: (conversationId: string) => outbox.items(conversationId),
    retry: (clientId: string) => delivery.retry(clientId),
    drop: (clientId: string) => outbox.remove(clientId),
    /** On signing out. */
    clear: () => outbox.clear(),
    listen: (next: OutgoingListener) => (listener = next),
  };
});
