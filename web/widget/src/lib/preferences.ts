/** What the customer chose about the widget's looks; kept in this browser. */
import { reactive, watch } from "vue";
import { browserStore } from "@shared/outbox";

export type Locale = "zh-CN" | "en";

export interface Preferences {
  locale: Locale;
  isLarge: boolean;
}

const KEY = "zhike.preferences";

/** Only what was really chosen is stored, so that a page's own language wins until the customer picks one. */
function load(): Partial<Preferences> {
  try {
    const held = JSON.parse(browserStore()?.getItem(KEY) ?? "{}") as Partial<Preferences>;
    return { ...(held.locale === "en" || held.locale === "zh-CN" ? { locale: held.locale } : {}), isLarge: held.isLarge === true };
  } catch {
    return {};
  }
}

export const preferences = reactive<Preferences>({ locale: "zh-CN", isLarge: false, ...load() });

watch(preferences, (now) => {
  try {
    browserStore()?.setItem(KEY, JSON.stringify(now));
  } catch {
    // Storage is full or blocked: the choice holds until the page is left.
  }
});

/** The institution's page says which language it speaks; a choice of the customer's own is stronger. */
export function suggestLocale(tag: string | null): void {
  if (tag && load().locale === undefined) preferences.locale = tag.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}
