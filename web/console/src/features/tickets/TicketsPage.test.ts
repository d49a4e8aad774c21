/** The list of tickets says whose each is. */
import { flushPromises, mount, RouterLinkStub } from "@vue/test-utils";
import { createPinia } from "pinia";
import { expect, test, vi } from "vitest";
import { tickets } from "../../api/staff";
import { i18n } from "../../i18n";
import TicketsPage from "./TicketsPage.vue";

vi.mock("vue-router", () => ({ useRoute: () => ({ params: {} }), useRouter: () => ({ push: () => undefined }) }));

test("whose a ticket is stands in its line: the name, or the phone of who gave none", async () => {
  const ticket = {
    status: "registered", complaint_class: "general", grade: 3, is_repeat: false, product: "account", issue: "fee", demand: "refund", amount: null,
    conversation_id: null, created_at: "2026-11-22T02:00:00Z", due_at: null, next_deadline: null, phone: "139****5678",
  };
  const items = [{ ...ticket, number: "TS20261122-AAAAA", name: "王**" }, { ...ticket, number: "TS20261122-BBBBB", name: null }];
  vi.spyOn(tickets, "list").mockResolvedValue({ items, next_before: null } as never);
  const page = mount(TicketsPage, {
    global: { plugins: [i18n, createPinia()], stubs: { RouterLink: RouterLinkStub, TicketDrawer: true, ElInput: true, ElSelect: true, ElOption: true, ElButton: true, ElSkeleton: true } },
  });
  await flushPromises();
  expect(page.findAll("th").map((each) => each.text())).toContain("客户");
  expect(page.findAll("tbody tr").map((row) => row.findAll("td")[2]?.text())).toEqual(["王**", "139****5678"]);
});
