/** The loader on an institution's page: made once, listens to its own frame only, tells its own frame only. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const SERVICE = "https://chat.example";
let script: HTMLScriptElement;
let listeners: [string, EventListener][];

beforeEach(async () => {
  vi.resetModules();
  localStorage.clear();
  document.body.innerHTML = "";
  delete window.Zhike;
  listeners = [];
  const add = window.addEventListener.bind(window);
  vi.stubGlobal("addEventListener", (type: string, listener: EventListener) => { listeners.push([type, listener]); add(type, listener); });
  script = document.createElement("script");
  Object.defineProperty(script, "src", { value: `${SERVICE}/widget/loader.js` });
  script.dataset.customerToken = "h.secret.s";
  script.dataset.hotline = "95000";
  vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
  await load();
});
afterEach(() => listeners.forEach(([type, listener]) => window.removeEventListener(type, listener)));

const load = (): Promise<unknown> => import("./loader");
const root = (): ShadowRoot => document.getElementById("zhike")!.shadowRoot!;
const button = (): HTMLButtonElement => root().querySelector("button")!;
const frame = (): HTMLIFrameElement | null => root().querySelector("iframe");

/** Opens the chat and lets the widget report; returns what it is told. */
function open(): { told: [unknown, string][]; hear: (data: unknown, from?: { origin?: string; source?: unknown }) => void } {
  window.Zhike?.open();
  const told: [unknown, string][] = [];
  const inner = { postMessage: (message: unknown, origin: string) => told.push([message, origin]) };
  Object.defineProperty(frame(), "contentWindow", { value: inner });
  const hear = (data: unknown, from: { origin?: string; source?: unknown } = {}): void => {
    const event = new MessageEvent("message", { data, origin: from.origin ?? SERVICE });
    Object.defineProperty(event, "source", { value: "source" in from ? from.source : inner });
    window.dispatchEvent(event);
  };
  return { told, hear };
}

test("nothing is loaded before the chat is first opened", () => {
  expect([frame(), button().getAttribute("aria-expanded"), button().getAttribute("aria-label")]).toEqual([null, "false", "打开在线客服"]);
  button().click();
  expect([frame()?.getAttribute("src"), button().getAttribute("aria-expanded")]).toEqual([`${SERVICE}/widget/`, "true"]);
});

test("the customer token is told to the widget's origin, and is in no address", () => {
  const { told, hear } = open();
  hear({ zhike: "loaded" });
  expect(told[0]).toEqual([expect.objectContaining({ zhike: "init", token: "h.secret.s", isOpen: true }), SERVICE]);
  window.Zhike?.identify("h.other.s");
  expect(told.at(-1)).toEqual([{ zhike: "identify", token: "h.other.s" }, SERVICE]);
  expect(document.body.outerHTML + frame()?.outerHTML).not.toContain("secret");
});

test("a token that comes before the widget is there is not lost", () => {
  window.Zhike?.identify("h.early.s");
  const { told, hear } = open();
  hear({ zhike: "loaded" });
  expect(told[0]?.[0]).toMatchObject({ token: "h.early.s" });
});

test.each([["another origin", { origin: "https://evil.example" }], ["another window", { source: window }]])("words from %s are not heard", (_, from) => {
  const { told, hear } = open();
  hear({ zhike: "loaded" }, from);
  hear({ zhike: "close" }, from);
  expect([told, button().getAttribute("aria-expanded")]).toEqual([[], "true"]);
});

test("unread messages are on the button and in its name while the chat is closed", () => {
  const { hear } = open();
  hear({ zhike: "close" });
  hear({ zhike: "unread", count: 3 });
  const badge = root().querySelector("span")!;
  expect([badge.textContent, badge.hidden, button().getAttribute("aria-label")]).toEqual(["3", false, "打开在线客服, 3 条未读消息"]);
  hear({ zhike: "unread", count: "<b>" });
  expect(badge.hidden).toBe(true);
});

test("odd messages from the frame change nothing", () => {
  const { hear } = open();
  for (const odd of [null, 7, "close", {}, { zhike: "evil" }]) hear(odd);
  expect(button().getAttribute("aria-expanded")).toBe("true");
});

test("a second copy of the script changes nothing", async () => {
  const first = window.Zhike;
  vi.resetModules();
  await load();
  expect([window.Zhike === first, document.querySelectorAll("#zhike").length]).toEqual([true, 1]);
});

const cover = (): { text: string | null | undefined; isShown: boolean; buttons: HTMLButtonElement[] } => ({
  text: root().querySelector("section p")?.textContent,
  isShown: /open.* wait/.test(root().querySelector("div")!.className),
  buttons: [...root().querySelectorAll<HTMLButtonElement>("section button")].filter((each) => !each.hidden),
});

test("until the chat is there its place says so, and can be closed", () => {
  const { hear } = open();
  expect([cover().text, cover().isShown, cover().buttons.map((each) => each.textContent)]).toEqual(["正在打开在线客服…", true, ["收起"]]);
  cover().buttons[0]?.click();
  expect(button().getAttribute("aria-expanded")).toBe("false");
  window.Zhike?.open();
  hear({ zhike: "loaded" });
  expect(cover().isShown).toBe(false);
});

test("a chat that does not come says so with the hotline, is tried again by itself, and is there when it comes", () => {
  vi.useFakeTimers();
  const { hear } = open();
  frame()?.dispatchEvent(new Event("load"));
  vi.advanceTimersByTime(2_000);
  const call = root().querySelector("section a")!;
  expect([cover().text, call.textContent, call.getAttribute("href")]).toEqual(["暂时连接不上在线客服，正在自动重试。", "如情况紧急，请拨打客服热线 95000", "tel:95000"]);
  const address = vi.spyOn(frame()!, "src", "set");
  vi.advanceTimersByTime(3_000);
  expect(address).toHaveBeenCalledTimes(1);
  cover().buttons[0]?.click();
  expect([address.mock.calls.length, cover().text]).toEqual([2, "正在打开在线客服…"]);
  hear({ zhike: "loaded" });
  vi.advanceTimersByTime(60_000);
  expect([address.mock.calls.length, cover().isShown]).toEqual([2, false]);
  vi.useRealTimers();
});

test("a widget that asks to be loaded anew is", () => {
  const { hear } = open();
  hear({ zhike: "loaded" });
  const address = vi.spyOn(frame()!, "src", "set");
  hear({ zhike: "reload" });
  expect([address.mock.calls, cover().isShown]).toEqual([[[`${SERVICE}/widget/`]], true]);
});
