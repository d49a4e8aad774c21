/** Pages by hash, so that the service needs to know one file. A page that asks for a permission is hidden without it. */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";
import { ApiError } from "./api/http";
import { tellError } from "./lib/errors";
import { useLive } from "./stores/live";
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

/** A page's part did not come: with the service there, it is of a build that is no more; else the network is to blame. */
router.onError(async (cause, to) => {
  const isThere = await fetch(location.pathname, { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (isThere) useLive().outdate(to.fullPath);
  else tellError(new ApiError(0, "network_unreachable", String(cause)));
});

/** What the first address leads to is decided when somebody is known, by AppShell. */
router.beforeEach((to) => {
  const session = useSession();
  const operation = to.meta.operation;
  if (session.state === "in" && operation && !session.can(operation)) return { name: "desk" };
  return true;
});
