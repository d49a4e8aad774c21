/** What surrounds the widget: a frame on the institution's page, or nothing. */
import { type InjectionKey, inject } from "vue";

export interface Host {
  isFramed: boolean;
  isFullScreen: boolean;
  /** False while the frame is hidden: nothing that arrives is read then. */
  isOpen: boolean;
  title: string | null;
  /** Where the customer is, without query and fragment. */
  pageUrl: string;
  hide: () => void;
  /** Loads the widget anew. */
  reload: () => void;
  showUnread: (count: number) => void;
}

export const HOST: InjectionKey<Host> = Symbol("host");

export function useHost(): Host {
  const host = inject(HOST);
  if (!host) throw new Error("used outside the widget's app");
  return host;
}
