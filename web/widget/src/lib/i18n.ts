/** Texts in the customer's language. Small on purpose: the widget's weight is the customer's waiting time. */
import { en } from "../locales/en";
import { type TextKey, type Texts, zhCN } from "../locales/zh-CN";
import { type Locale, preferences } from "./preferences";

const texts: Record<Locale, Texts> = { "zh-CN": zhCN, en };

export type { TextKey };

/** The text of a key with its `{name}` places filled; reactive to the chosen language. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return texts[preferences.locale][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The text of a key put together at run time, or `fallback` when this build has none for it. */
export function tOr(key: string, fallback: string): string {
  return key in zhCN ? t(key as TextKey) : fallback;
}
