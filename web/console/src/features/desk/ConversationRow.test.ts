/** A line of a list: who it is, and where the words stand that were searched. */
import { mount, RouterLinkStub } from "@vue/test-utils";
import { createPinia } from "pinia";
import { expect, test } from "vitest";
import type { ConversationItem } from "../../api/types";
import { i18n } from "../../i18n";
import ConversationRow from "./ConversationRow.vue";

const said = (text: string, actor_kind = "customer") => ({ text, actor_kind, created_at: "2026-11-22T02:30:00Z" });
const item = {
  id: "c_1", status: "closed", channel: "web", priority: 0, reason: null, summary: null, queued_at: null, waiting_s: null, agent: null, last_seq: 9, unread: 0,
  customer: { id: "u_5c0ffee0a7f3", name: null, told_name: null, is_known: false, tags: [] }, last_message: said("谢谢"), found: null, created_at: "2026-11-22T02:00:00Z",
} as unknown as ConversationItem;

const text = (more: object): string =>
  mount(ConversationRow, {
    props: { item: { ...item, ...more } as ConversationItem, isCurrent: false, view: "all" },
    global: { plugins: [i18n, createPinia()], stubs: { RouterLink: RouterLinkStub } },
  }).text();

test("a stranger is told apart by the end of their id, and who has a name by it", () => {
  expect(text({})).toContain("访客 A7F3");
  expect(text({ customer: { ...item.customer, name: "王**" } })).toContain("王**");
  expect(text({ customer: { ...item.customer, name: "王**" } })).not.toContain("访客");
  expect(text({ customer: { ...item.customer, told_name: "陈*" } })).toContain("陈*（自报）");
});

test("the message that was searched stands in place of the last one", () => {
  expect(text({})).toContain("谢谢");
  const found = text({ found: said("刷满 6 次即可减免", "agent") });
  expect(found).toContain("客服：刷满 6 次即可减免");
  expect(found).not.toContain("谢谢");
});
