/** Keys that work anywhere on the desk. The help dialog lists the same table, so that neither can drift. */
import { onScopeDispose } from "vue";

export type Command = "next" | "previous" | "claim" | "reply" | "note" | "search" | "help" | "queue" | "mine" | "all";

interface Binding {
  command: Command;
  /** As printed in the help dialog. */
  label: string;
  /** Works while a text field has the focus too. */
  isGlobal: boolean;
  matches: (event: KeyboardEvent) => boolean;
}

const bare = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;
const letter = (key: string) => (event: KeyboardEvent) => bare(event) && !event.shiftKey && event.key.toLowerCase() === key;

export const BINDINGS: readonly Binding[] = [
  { command: "next", label: "J", isGlobal: false, matches: letter("j") },
  { command: "previous", label: "K", isGlobal: false, matches: letter("k") },
  { command: "next", label: "Alt+↓", isGlobal: true, matches: (event) => event.altKey && event.key === "ArrowDown" },
  { command: "previous", label: "Alt+↑", isGlobal: true, matches: (event) => event.altKey && event.key === "ArrowUp" },
  { command: "claim", label: "Ctrl+Enter", isGlobal: true, matches: (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" },
  { command: "reply", label: "R", isGlobal: false, matches: letter("r") },
  { command: "note", label: "N", isGlobal: false, matches: letter("n") },
  { command: "queue", label: "1", isGlobal: false, matches: letter("1") },
  { command: "mine", label: "2", isGlobal: false, matches: letter("2") },
  { command: "all", label: "3", isGlobal: false, matches: letter("3") },
  { command: "search", label: "/", isGlobal: false, matches: (event) => bare(event) && event.key === "/" },
  { command: "help", label: "?", isGlobal: false, matches: (event) => bare(event) && (event.key === "?" || event.key === "？") },
];

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The command a key press asks for, or null. A half-composed character (IME) and a page behind a dialog ask for nothing. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return null;
  if (document.querySelector("[role=dialog][aria-modal=true], dialog[open]")) return null;
  const isTyping = isTextField(event.target);
  return BINDINGS.find((binding) => (binding.isGlobal || !isTyping) && binding.matches(event))?.command ?? null;
}

/** Run `handlers` while the present scope lives. */
export function useShortcuts(handlers: Partial<Record<Command, () => void>>): void {
  const listen = (event: KeyboardEvent): void => {
    const command = commandOf(event);
    const run = command && handlers[command];
    if (!run) return;
    event.preventDefault();
    run();
  };
  window.addEventListener("keydown", listen);
  onScopeDispose(() => window.removeEventListener("keydown", listen));
}
