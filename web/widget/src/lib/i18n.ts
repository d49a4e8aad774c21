/** Texts in the customer's language. Small on purpose: the widget's weight is the customer's waiting time. */
import { shallowRef, watchEffect } from "vue";
import { type TextKey, type Texts, zhCN } from "../locales/zh-CN";
import { preferences } from "./preferences";

export type { TextKey };

/** Chinese is always there; English is fetched when it is first chosen, and Chinese stays until it has come. */
const texts = shallowRef<Texts>(zhCN);

watchEffect(async () => {
  const wanted = preferences.locale;
  const loaded = wanted === "en" ? await import("../locales/en").then((module) => module.en, () => zhCN) : zhCN;
  if (wanted === preferences.locale) texts.value = loaded;
});

/** The text of a key with its `{name}` places filled; reactive to the chosen language. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return texts.value[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The text of a key put together at run time, or `fallback` when this build has none for it. */
export function tOr(key: string, fallback: string): string {
  return key in zhCN ? t(key as TextKey) : fallback;
}
