/** What happened, as one line of the transcript. Reasons this build has no word for are shown as they come. */
import type { LineEvent } from "../../lib/transcript";

type Translate = (key: string, values?: Record<string, unknown>) => string;
type Has = (key: string) => boolean;

export function lineText(event: LineEvent, t: Translate, te: Has): string {
  const word = (group: string, name: string): string => (te(`${group}.${name}`) ? t(`${group}.${name}`) : name);
  switch (event.type) {
    case "conversation.opened":
      return t("line.opened", { channel: word("channel", event.data.channel) });
    case "conversation.queued":
      return t(event.data.is_within_hours ? "line.queued" : "line.queuedAfterHours", { reason: word("reason", event.data.reason), priority: t(`priority.${event.data.priority}`) });
    case "conversation.escalated":
      return t("line.escalated", { text: event.data.text, priority: t(`priority.${event.data.priority}`) });
    case "conversation.assigned":
      return t("line.assigned", { name: event.data.agent_name });
    case "conversation.released":
      return t("line.released", { reason: word("releaseReason", event.data.reason) });
    case "conversation.returned":
      return t("line.returned", { reason: word("returnReason", event.data.reason) });
    case "conversation.closed":
      return t("line.closed", { by: word("actor", event.data.by), reason: word("closeReason", event.data.reason) });
    case "conversation.reopened":
      return t("line.reopened");
    case "ticket.updated":
      return t("line.ticketUpdated", { number: event.data.number, status: word("ticketStatus", event.data.status) });
    case "rating.requested":
      return t("line.ratingRequested");
    case "rating.given":
      return t("line.ratingGiven", { score: event.data.score }) + (event.data.comment ? `：${event.data.comment}` : "");
    case "bot.failed":
      return t("line.botFailed", { code: word("botFailure", event.data.code) });
  }
}
