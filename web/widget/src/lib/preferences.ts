/** What the customer chose about the widget's looks; kept in this browser. */
import { reactive, watch } from "vue";
import { attempt, browserStore } from "@shared/storage";

export type Locale = "zh-CN" | "en";

export interface Preferences {
  locale: Locale;
  isLarge: boolean;
}

const KEY = "zhike.preferences";

/** Only what was really chosen is stored, so that a page's own language wins until the customer picks one. */
function load(): Partial<Preferences> {
  const held = attempt(() => JSON.parse(browserStore()?.getItem(KEY) ?? "{}") as Partial<Preferences>) ?? {};
  return { ...(held.locale === "en" || held.locale === "zh-CN" ? { locale: held.locale } : {}), isLarge: held.isLarge === true };
}

export const preferences = reactive<Preferences>({ locale: "zh-CN", isLarge: false, ...load() });

/** Where storage refuses it, the choice holds until the page is left. */
watch(preferences, (now) => attempt(() => browserStore()?.setItem(KEY, JSON.stringify(now))));

/** The institution's page says which language it speaks; a choice of the customer's own is stronger. */
export function suggestLocale(tag: string | null): void {
  if (tag && load().locale === undefined) preferences.locale = tag.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}
