/** Keys: they work on the page, and never take a letter from somebody who writes. */
import { afterEach, expect, test } from "vitest";
import { commandOf, type Command } from "./keys";

afterEach(() => (document.body.innerHTML = ""));

function press(key: string, init: KeyboardEventInit = {}, target: HTMLElement = document.body): Command | null {
  let command: Command | null = null;
  const listen = (event: KeyboardEvent): void => void (command = commandOf(event));
  window.addEventListener("keydown", listen, { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...init }));
  return command;
}

function field(): HTMLElement {
  return document.body.appendChild(document.createElement("textarea"));
}

test("letters move and write on the bare page", () => {
  expect([press("j"), press("K"), press("r"), press("n"), press("/"), press("?", { shiftKey: true })]).toEqual(["next", "previous", "reply", "note", "search", "help"]);
});

test("numbers choose the list, which j and k walk: after a claim the queue is a key away", () => {
  expect([press("1"), press("2"), press("3")]).toEqual(["queue", "mine", "all"]);
  expect([press("1", {}, field()), press("1", { ctrlKey: true })]).toEqual([null, null]);
});

test("letters stay letters in a text field, chords still work", () => {
  expect([press("j", {}, field()), press("?", {}, field())]).toEqual([null, null]);
  expect(press("ArrowDown", { altKey: true }, field())).toBe("next");
  expect(press("Enter", { ctrlKey: true }, field())).toBe("claim");
});

test("a browser's own chord is left alone", () => {
  expect([press("r", { ctrlKey: true }), press("n", { metaKey: true }), press("j", { altKey: true })]).toEqual([null, null, null]);
});

test("while an input method composes, no key is a command", () => {
  expect(press("Enter", { ctrlKey: true, isComposing: true }, field())).toBeNull();
});

test("behind a dialog no key reaches the desk", () => {
  document.body.innerHTML = '<div role="dialog" aria-modal="true"></div>';
  expect(press("j")).toBeNull();
});
