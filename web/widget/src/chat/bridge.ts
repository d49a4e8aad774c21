/**
 * Talking with the institution's page around the iframe. Who may frame the widget is the service's decision
 * (frame-ancestors); here, words are taken only from the framing window and the origin the browser names for it.
 */
import type { HostMessage, WidgetMessage } from "@shared/embed";

export interface Bridge {
  isFramed: boolean;
  tell: (message: WidgetMessage) => void;
}

/** Listens to the framing page; without one (a page of its own, an app's web view) nothing is heard or told. */
export function createBridge(onMessage: (message: HostMessage) => void): Bridge {
  const origin = hostOrigin();
  if (window.parent === window || origin === null) return { isFramed: false, tell: () => undefined };
  window.addEventListener("message", (event: MessageEvent<HostMessage | null>) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    if (event.data && typeof event.data === "object" && typeof event.data.zhike === "string") onMessage(event.data);
  });
  return { isFramed: true, tell: (message) => window.parent.postMessage(message, origin) };
}

/** The framing page's origin from the browser itself; the loader makes sure that the referrer names it. */
function hostOrigin(): string | null {
  const ancestor = window.location.ancestorOrigins?.[0];
  if (ancestor) return ancestor;
  try {
    return new URL(document.referrer).origin;
  } catch {
    return null;
  }
}
