/** What was being written, kept for this tab only: a draft may hold personal data and the computer may be shared. */
import { attempt } from "@shared/storage";

const KEY = "zhike.draft";

export function loadDraft(): string {
  return attempt(() => sessionStorage.getItem(KEY)) ?? "";
}

/** Where storage is refused or full the text stays in the input. */
export function saveDraft(text: string): void {
  attempt(() => (text === "" ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, text)));
}

export function clearDraft(): void {
  saveDraft("");
}
