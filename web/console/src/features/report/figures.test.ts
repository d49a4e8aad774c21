import { expect, test } from "vitest";
import { hoursShown, percentOf } from "./figures";

test("office hours are always drawn, without gaps", () => {
  const hours = hoursShown([{ hour: 9, conversations: 3, handoffs: 1 }]);
  expect([hours.length, hours[0]?.hour, hours.at(-1)?.hour]).toEqual([13, 8, 20]);
  expect(hours[1]).toEqual({ hour: 9, conversations: 3, handoffs: 1 });
});

test("a busy night stretches the axis, an idle one does not", () => {
  expect(hoursShown([{ hour: 2, conversations: 1, handoffs: 0 }, { hour: 23, conversations: 0, handoffs: 0 }]).map((each) => each.hour)).toEqual(Array.from({ length: 19 }, (_, place) => place + 2));
});

test("a share of nothing is no share", () => {
  expect([percentOf(49, 182), percentOf(0, 0), percentOf(3, 3)]).toEqual(["27%", "—", "100%"]);
});
