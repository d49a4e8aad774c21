/** How a conversation is put into words and tones; shared by list, header and panel. */
import type { ConversationItem, CustomerBrief } from "../../api/types";

type Translate = (key: string, words?: Record<string, string>) => string;

/** Waiting beyond this is shown in amber, then in red: the guides' "answered within 5 minutes" and half of it. */
const WAIT_WARN_S = 150;
const WAIT_BREACH_S = 300;

export const waitTone = (seconds: number): "" | "warn" | "danger" => (seconds >= WAIT_BREACH_S ? "danger" : seconds >= WAIT_WARN_S ? "warn" : "");

/** Of a stranger's id: so many characters tell the few apart who are there at a time. */
const LABEL_CHARS = 4;

/** By name, or else by the name they told, or else as a stranger by the end of their id; the service masks names. */
export const customerName = ({ id, name, told_name: told }: CustomerBrief, t: Translate): string =>
  name || (told ? t("customer.told", { name: told }) : `${t("customer.stranger")} ${id.slice(-LABEL_CHARS).toUpperCase()}`);

const GRAVE = new Set(["fraud", "self_harm"]);
const HEATED = new Set(["grade", "anger", "hardship", "bot_failure", "agent_vanished"]);

export function reasonTone(item: Pick<ConversationItem, "reason">): "" | "warn" | "danger" {
  if (GRAVE.has(item.reason ?? "")) return "danger";
  return HEATED.has(item.reason ?? "") ? "warn" : "";
}
