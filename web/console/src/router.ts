/** Pages by hash, so that the service needs to know one file. A page that asks for a permission is hidden without it. */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";
import { useSession } from "./stores/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Operation that makes the page useful; without it the way in is not shown. */
    operation?: string;
  }
}

export const routes: RouteRecordRaw[] = [
  { path: "/desk/:id?", name: "desk", component: () => import("./features/desk/DeskPage.vue"), meta: { operation: "conversation.list" } },
  { path: "/tickets/:number?", name: "tickets", component: () => import("./features/tickets/TicketsPage.vue"), meta: { operation: "ticket.list" } },
  { path: "/report", name: "report", component: () => import("./features/report/ReportPage.vue"), meta: { operation: "report.read" } },
  { path: "/agents", name: "agents", component: () => import("./features/agents/AgentsPage.vue"), meta: { operation: "agent.list" } },
  { path: "/audit", name: "audit", component: () => import("./features/audit/AuditPage.vue"), meta: { operation: "audit.read" } },
  { path: "/:rest(.*)*", redirect: { name: "desk" } },
];

export const router = createRouter({ history: createWebHashHistory(), routes });

/** What the first address leads to is decided when somebody is known, by AppShell. */
router.beforeEach((to) => {
  const session = useSession();
  const operation = to.meta.operation;
  if (session.state === "in" && operation && !session.can(operation)) return { name: "desk" };
  return true;
});
