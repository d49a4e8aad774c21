/** What was being written, kept for this tab only: a draft may hold personal data and the computer may be shared. */
const KEY = "zhike.draft";

export function loadDraft(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function saveDraft(text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text);
  } catch {
    // Storage is refused or full: the text stays in the input.
  }
}

export function clearDraft(): void {
  saveDraft("");
}
