/** Times: how long somebody waits, and how near a deadline is. */
import { expect, test } from "vitest";
import { clock, dateTime, dueState, fractionGone, setZone, short, spanTo, stopwatch } from "./time";

const at = (iso: string): number => Date.parse(iso);

test("a wait counts in minutes, then in hours, and is never negative", () => {
  expect([-3, 0, 45.9, 310, 4320].map(stopwatch)).toEqual(["0:00", "0:00", "0:45", "5:10", "1:12:00"]);
});

test("a deadline is noticed at 60 %, warned of at 80 %, and breached when it is over", () => {
  expect([0, 0.59, 0.6, 0.79, 0.8, 0.99, 1, 3].map(dueState)).toEqual(["fine", "fine", "notice", "notice", "warning", "warning", "breach", "breach"]);
});

test("the share that is gone is counted between start and due time", () => {
  const [start, due] = ["2026-11-22T00:00:00Z", "2026-11-22T10:00:00Z"];
  expect(fractionGone(start, due, at("2026-11-22T06:00:00Z"))).toBeCloseTo(0.6);
  expect(fractionGone(start, due, at("2026-11-21T00:00:00Z"))).toBe(0);
  expect(fractionGone(start, due, at(due))).toBe(1);
  expect(fractionGone(due, due, at(start))).toBe(0);
});

test("what is left and what is over are both told in days, hours and minutes", () => {
  expect(spanTo("2026-11-24T03:30:00Z", at("2026-11-22T02:00:00Z"))).toEqual({ isOver: false, days: 2, hours: 1, minutes: 30 });
  expect(spanTo("2026-11-22T02:00:00Z", at("2026-11-22T02:45:30Z"))).toEqual({ isOver: true, days: 0, hours: 0, minutes: 45 });
});

test("times are told by the institution's clock, wherever the reader's stands", () => {
  setZone("Pacific/Chatham");
  expect([dateTime("2026-11-21T10:15:00Z"), clock("2026-11-21T10:14:59Z")]).toEqual(["2026-11-22 00:00", "23:59"]);
});

test("a list shows the time of today, the day of this year, the date before that", () => {
  setZone("Asia/Shanghai");
  const now = at("2026-11-22T12:00:00+08:00");
  expect(short("2026-11-22T00:05:00+08:00", now)).toBe("00:05");
  expect(short("2026-11-21T23:59:00+08:00", now)).toBe("11-21");
  expect(short("2025-12-31T23:59:00+08:00", now)).toBe("2025-12-31");
});
