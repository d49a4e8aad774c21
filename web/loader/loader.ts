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
  ? { open: "Open online service", close: "Close online service", frame: "Online customer service", unread: " unread" }
  : { open: "打开在线客服", close: "收起在线客服", frame: "在线客服", unread: " 条未读消息" };
/** Set on the institution's origin once the chat was opened. */
const USED_KEY = "zhike.used";
/** Below this width (CSS pixels) the chat fills the screen. */
const phone = matchMedia("(max-width: 520px), (max-height: 480px)");

let token: string | null = data.customerToken ?? null;
let frame: HTMLIFrameElement | null = null;
let isLoaded = false;
let isOpen = false;
let unread = 0;

const root = document.createElement("div");
const button = document.createElement("button");
const badge = document.createElement("span");

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
  root.append(made);
  return made;
}

/** Shows what is so: open or closed, full screen or not, unread or not. */
function render(): void {
  const isFullScreen = phone.matches;
  root.className = (isOpen ? "open" : "") + (isFullScreen ? " full" : "");
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
  frame.focus();
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
    const { title = null, locale = document.documentElement.lang || null } = data;
    post({ zhike: "init", token, locale, title, pageUrl: location.origin + location.pathname, isFullScreen: phone.matches, isOpen });
  } else if (message?.zhike === "unread") {
    unread = Math.max(0, Number(message.count) || 0);
    render();
  } else if (message?.zhike === "close") {
    close();
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
  root.append(button);
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
