/** What this person likes on this machine: language and sound. Survives reloads. */
import { browserStore } from "@shared/storage";
import { defineStore } from "pinia";
import { ref, watch } from "vue";
import { i18n, type Locale } from "../i18n";

const KEY = "zhike.console.preferences";

interface Preferences {
  locale: Locale;
  hasSound: boolean;
}

function load(): Preferences {
  const defaults: Preferences = { locale: "zh-CN", hasSound: false };
  try {
    const held = JSON.parse(browserStore()?.getItem(KEY) ?? "{}") as Partial<Preferences>;
    return { locale: held.locale === "en" ? "en" : "zh-CN", hasSound: held.hasSound === true };
  } catch {
    return defaults;
  }
}

export const usePreferences = defineStore("preferences", () => {
  const held = load();
  const locale = ref<Locale>(held.locale);
  const hasSound = ref(held.hasSound);

  watch([locale, hasSound], () => {
    try {
      browserStore()?.setItem(KEY, JSON.stringify({ locale: locale.value, hasSound: hasSound.value }));
    } catch {
      // Storage is full or blocked: the choice holds until the page is closed.
    }
  });
  watch(
    locale,
    (value) => {
      i18n.global.locale.value = value;
      document.documentElement.lang = value;
    },
    { immediate: true },
  );

  return { locale, hasSound };
});
