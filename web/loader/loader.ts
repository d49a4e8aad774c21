/**
 * The one script an institution adds to its page: a button, and the chat in an iframe of the service's origin.
 *
 *   <script src="https://chat.example/widget/loader.js" data-locale="zh-CN" defer></script>
 *
 * The iframe is made when the chat is first opened, or at once for a visitor who has talked before, so that
 * the button can show unread messages. Messages are taken only from that iframe and its origin, and sent only
 * to that origin. A customer token travels by postMessage, never in an address.
 */
import type { HostMessage, WidgetMessage } from "@shared/embed";
import "./api";
import { styleSheet } from "./style";

const script = document.currentScript as HTMLScriptElement;
const data = script.dataset;
const origin = new URL(script.src).origin;
const isEnglish = (data.locale ?? document.documentElement.lang).startsWith("en");
const words = isEnglish
  ? {
      open: "Open online service", close: "Close online service", frame: "Online customer service", unread: " unread", hide: "Close", retry: "Retry now",
      opening: "Opening online service…", failed: "Online service cannot be reached. Trying again by itself.", hotline: "If it is urgent, call ",
    }
  : {
      open: "打开在线客服", close: "收起在线客服", frame: "在线客服", unread: " 条未读消息", hide: "收起", retry: "立即重试",
      opening: "正在打开在线客服…", failed: "暂时连接不上在线客服，正在自动重试。", hotline: "如情况紧急，请拨打客服热线 ",
    };
/** Set on the institution's origin once the chat was opened. */
const USED_KEY = "zhike.used";
/** How long the frame may take, and what is still to be expected of it once the browser calls it loaded. */
const OPEN_LIMIT_MS = 15_000;
const LOADED_LIMIT_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** Below this width (CSS pixels) the chat fills the screen. */
const phone = matchMedia("(max-width: 520px), (max-height: 480px)");

let token: string | null = data.customerToken ?? null;
let frame: HTMLIFrameElement | null = null;
let isLoaded = false;
let isOpen = false;
let unread = 0;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const root = document.createElement("div");
const button = document.createElement("button");
const badge = document.createElement("span");
/** Stands where the chat will be until it is there: a browser's own page of errors has no way out on a phone. */
const cover = document.createElement("section");
const text = document.createElement("p");
const hotline = document.createElement("a");
const retry = document.createElement("button");

function post(message: HostMessage): void {
  if (isLoaded) frame?.contentWindow?.postMessage(message, origin);
}

function makeFrame(): HTMLIFrameElement {
  const made = document.createElement("iframe");
  made.title = words.frame;
  made.src = `${origin}/widget/`;
  // The widget learns from the referrer whom it may talk to; the page's path stays private.
  made.referrerPolicy = "origin";
  made.allow = "clipboard-write";
  made.onload = () => awaitWidget(LOADED_LIMIT_MS);
  root.append(made);
  awaitWidget(OPEN_LIMIT_MS);
  return made;
}

/** Gives the widget this long to report; then the frame is loaded anew, each time after a longer wait. */
function awaitWidget(limitMs: number): void {
  if (isLoaded) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    failures++;
    timer = setTimeout(reload, Math.min(RETRY_MAX_MS, 1500 * 2 ** failures));
    render();
  }, limitMs);
}

function reload(): void {
  isLoaded = false;
  if (frame) frame.src = `${origin}/widget/`;
  awaitWidget(OPEN_LIMIT_MS);
  render();
}

/** A person asks for it: a new beginning, shown as one. */
function retryNow(): void {
  failures = 0;
  reload();
}

/** Shows what is so: open or closed, full screen or not, unread or not. */
function render(): void {
  const isFullScreen = phone.matches;
  root.className = (isOpen ? "open" : "") + (isFullScreen ? " full" : "") + (isLoaded ? "" : " wait");
  text.textContent = failures ? words.failed : words.opening;
  retry.hidden = !failures;
  hotline.hidden = !failures || !data.hotline;
  button.setAttribute("aria-expanded", String(isOpen));
  button.setAttribute("aria-label", (isOpen ? words.close : words.open) + (unread && !isOpen ? `, ${unread}${words.unread}` : ""));
  badge.textContent = unread > 99 ? "99+" : String(unread);
  badge.hidden = !unread || isOpen;
  post({ zhike: "shown", isOpen, isFullScreen });
}

function open(): void {
  frame ??= makeFrame();
  isOpen = true;
  remember();
  render();
  (isLoaded ? frame : cover).focus();
}

function close(): void {
  if (!isOpen) return;
  isOpen = false;
  render();
  button.focus();
}

/** Says who the customer is now; null when they signed out. */
function identify(next: string | null): void {
  token = next || null;
  post({ zhike: "identify", token });
}

function remember(): void {
  try {
    localStorage.setItem(USED_KEY, "1");
  } catch {
    // The page may not keep anything: the chat then waits for the first click on each page.
  }
}

function wasUsed(): boolean {
  try {
    return localStorage.getItem(USED_KEY) === "1";
  } catch {
    return false;
  }
}

function receive(event: MessageEvent): void {
  if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
  const message = event.data as WidgetMessage | null;
  if (message?.zhike === "loaded") {
    isLoaded = true;
    failures = 0;
    clearTimeout(timer);
    const { title = null, locale = document.documentElement.lang || null } = data;
    post({ zhike: "init", token, locale, title, pageUrl: location.origin + location.pathname, isFullScreen: phone.matches, isOpen });
    // Who waited for the chat goes on in it; who went elsewhere on the page is not called back.
    const isWaiting = cover.contains((root.getRootNode() as ShadowRoot).activeElement);
    render();
    if (isWaiting) frame.focus();
  } else if (message?.zhike === "unread") {
    unread = Math.max(0, Number(message.count) || 0);
    render();
  } else if (message?.zhike === "close") {
    close();
  } else if (message?.zhike === "reload") {
    reload();
    cover.focus();
  }
}

/** A speech bubble, and an arrow for when the chat is open; made without markup, which strict pages refuse. */
function icon(): SVGElement {
  const make = (name: string, attributes: Record<string, string>): SVGElement => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) element.setAttribute(key, attributes[key] ?? "");
    return element;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  const bubble = "M12 3C6.5 3 2 6.8 2 11.5c0 2.6 1.4 4.9 3.6 6.5L5 21.5l4-2c1 .3 2 .4 3 .4 5.5 0 10-3.8 10-8.4S17.5 3 12 3z";
  svg.append(make("path", { class: "a", d: bubble }), make("path", { class: "b", d: "M6 9l6 6 6-6" }));
  return svg;
}

function makeCover(): void {
  const hide = document.createElement("button");
  cover.tabIndex = -1;
  text.setAttribute("role", "status");
  retry.type = hide.type = "button";
  retry.textContent = words.retry;
  hide.textContent = words.hide;
  retry.onclick = retryNow;
  hide.onclick = close;
  cover.onkeydown = (event) => { if (event.key === "Escape") close(); };
  hotline.href = `tel:${data.hotline}`;
  hotline.textContent = words.hotline + data.hotline;
  cover.append(text, hotline, retry, hide);
}

/** A constructed sheet passes a page's content security policy; older browsers get a style element. */
function applyStyle(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styleSheet);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = styleSheet;
    shadow.append(style);
  }
}

function start(): void {
  const host = document.createElement("div");
  host.id = "zhike";
  // In a shadow root the page's style sheets and ours stay apart.
  const shadow = host.attachShadow({ mode: "open" });
  button.type = "button";
  button.append(icon(), badge);
  button.onclick = () => (isOpen ? close() : open());
  makeCover();
  root.append(button, cover);
  shadow.append(root);
  applyStyle(shadow);
  document.body.append(host);
  addEventListener("message", receive);
  phone.addEventListener("change", render);
  if (wasUsed()) frame = makeFrame();
  render();
}

// Included twice (a template and a tag manager): the first stays.
if (!window.Zhike) {
  window.Zhike = { open, close, identify };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
