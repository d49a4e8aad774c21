import { expect, test } from "vitest";
import { step } from "./list";

test("one moves through a list and stays at its ends", () => {
  expect(step(["a", "b", "c"], "a", 1)).toBe("b");
  expect(step(["a", "b", "c"], "c", 1)).toBe("c");
  expect(step(["a", "b", "c"], "a", -1)).toBe("a");
});

test("with nothing chosen one begins at the near end", () => {
  expect(step(["a", "b"], null, 1)).toBe("a");
  expect(step(["a", "b"], "gone", -1)).toBe("b");
  expect(step([], "a", 1)).toBeNull();
});
