/** The audit page speaks in words: no codes of the service and no true or false reach a supervisor. */
import { flushPromises, mount } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import { audit } from "../../api/staff";
import { i18n } from "../../i18n";
import AuditPage from "./AuditPage.vue";

test("details are told in Chinese, down to roles and what is true or not", async () => {
  const about = { agent_id: null, agent_name: null, target: "a_1", address: "127.0.0.1", at: "2026-11-22T02:30:00Z" };
  const entries = [
    { ...about, id: 2, action: "agent.update", data: { changes: { role: "supervisor", is_active: false } } },
    { ...about, id: 1, action: "account.sign_in_refused", data: { is_locked: false } },
  ];
  vi.spyOn(audit, "list").mockResolvedValue({ items: entries, next_before: null } as never);
  const page = mount(AuditPage, { global: { plugins: [i18n], stubs: { ElButton: true, ElSkeleton: true } } });
  await flushPromises();
  expect(page.text()).toContain("角色 主管、启用 否");
  expect(page.text()).toContain("已锁定：否");
  expect(page.text()).not.toMatch(/true|false|supervisor/);
});
