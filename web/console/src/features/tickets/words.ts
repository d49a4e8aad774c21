/** A ticket's words. A code this build does not know is shown as it comes. */
import type { TicketItem } from "../../api/types";

type Translate = (key: string, values?: Record<string, unknown>) => string;
type Has = (key: string) => boolean;

export const word = (group: string, code: string, t: Translate, te: Has): string => (te(`${group}.${code}`) ? t(`${group}.${code}`) : code);
export const statusWord = (status: string, t: Translate, te: Has): string => word("ticketStatus", status, t, te);

/** 信用卡 · 收费 · 退款/赔偿 */
export const subjectOf = (ticket: Pick<TicketItem, "product" | "issue" | "demand">, t: Translate, te: Has): string =>
  [word("product", ticket.product, t, te), word("issue", ticket.issue, t, te), word("demand", ticket.demand, t, te)].join(" · ");

/** The life of a complaint in order, for the filter. */
export const STATUSES = [
  "submitted", "registered", "accepted", "not_accepted", "investigating", "resolution_proposed", "feedback_sent", "confirmed", "disputed", "closed", "withdrawn",
] as const;
