/** What the loader (on the institution's page) and the widget (in its iframe) say to each other by postMessage. */

/** Loader → widget. */
export type HostMessage =
  | { zhike: "init"; token: string | null; locale: string | null; title: string | null; pageUrl: string; isFullScreen: boolean; isOpen: boolean }
  | { zhike: "identify"; token: string | null }
  | { zhike: "shown"; isOpen: boolean; isFullScreen: boolean };

/** Widget → loader. */
export type WidgetMessage =
  | { zhike: "loaded" }
  | { zhike: "unread"; count: number }
  | { zhike: "close" }
  /** The widget is older than the service: it asks to be loaded anew. */
  | { zhike: "reload" };
