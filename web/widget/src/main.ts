/** Starts the chat: in the institution's page through the loader, or as a page of its own in an app's web view. */
import type { HostMessage } from "@shared/embed";
import { createApp, reactive } from "vue";
import App from "./App.vue";
import { createBridge } from "./chat/bridge";
import { CHAT, Chat } from "./chat/chat";
import { HOST, type Host } from "./lib/host";
import { preferences, suggestLocale } from "./lib/preferences";
import "./style.css";

const ownPage = window.location.origin + window.location.pathname;
const host: Host = reactive({
  isFramed: false, isFullScreen: true, isOpen: true, title: null, pageUrl: ownPage, hide: () => undefined,
  reload: () => location.reload(), showUnread: () => undefined,
});
const chat = new Chat(() => ({
  // An app's web view opens the page by itself; on a web site it stands in a frame.
  channel: host.isFramed ? "web" : "app",
  locale: preferences.locale,
  page_url: host.pageUrl,
}));

function receive(message: HostMessage): void {
  if (message.zhike === "init") {
    suggestLocale(message.locale);
    Object.assign(host, { title: message.title, pageUrl: message.pageUrl });
    chat.identify(message.token);
  }
  if (message.zhike === "identify") chat.identify(message.token);
  if (message.zhike !== "identify") Object.assign(host, { isOpen: message.isOpen, isFullScreen: message.isFullScreen });
}

declare global {
  interface Window {
    /** An app sets this before the page starts (a user script); later changes go through `ZhikeWidget.identify`. */
    ZhikeCustomerToken?: string;
    /** For an app around the web view; a framed widget is told by its loader. */
    ZhikeWidget?: { identify: (token: string | null) => void };
  }
}

const bridge = createBridge(receive);
host.isFramed = bridge.isFramed;
if (bridge.isFramed) {
  // Nothing is shown or fetched before the page said who the customer is.
  host.isOpen = false;
  host.hide = () => bridge.tell({ zhike: "close" });
  host.reload = () => bridge.tell({ zhike: "reload" });
  host.showUnread = (count) => bridge.tell({ zhike: "unread", count });
} else {
  suggestLocale(navigator.language);
  window.ZhikeWidget = { identify: (token) => chat.identify(token) };
  chat.identify(window.ZhikeCustomerToken ?? null);
}

createApp(App).provide(CHAT, chat).provide(HOST, host).mount("#app");
bridge.tell({ zhike: "loaded" });
