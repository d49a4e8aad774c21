/** Paged lists: pages follow one another, and a late answer to an old question is thrown away. */
import { expect, test } from "vitest";
import type { Page } from "../api/types";
import { usePaged } from "./paged";

test("pages follow one another until there are no more", async () => {
  const pages: Record<string, Page<number>> = { "": { items: [5, 4], next_before: "4" }, "4": { items: [3], next_before: null } };
  const list = usePaged<number, string>(async (before) => pages[before ?? ""] as Page<number>);
  await list.restart();
  expect([list.items.value, list.hasMore.value]).toEqual([[5, 4], true]);
  await list.more();
  expect([list.items.value, list.hasMore.value]).toEqual([[5, 4, 3], false]);
  await list.more();
  expect(list.items.value).toEqual([5, 4, 3]);
});

test("the answer to what was typed first does not cover the answer to what was typed last", async () => {
  const answers: ((page: Page<string>) => void)[] = [];
  const list = usePaged<string, string>(() => new Promise((resolve) => answers.push(resolve)));
  const [first, second] = [list.restart(), list.restart()];
  answers[1]?.({ items: ["new"], next_before: null });
  answers[0]?.({ items: ["old"], next_before: null });
  await Promise.all([first, second]);
  expect(list.items.value).toEqual(["new"]);
});

test("what failed is said, and what was shown stays", async () => {
  let isDown = false;
  const list = usePaged<string, string>(async () => {
    if (isDown) throw new Error("down");
    return { items: ["a"], next_before: null };
  });
  await list.restart();
  isDown = true;
  await list.restart();
  expect([list.items.value, list.error.value]).toMatchObject([["a"], { message: "down" }]);
});
