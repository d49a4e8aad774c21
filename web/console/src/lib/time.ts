/** Times as the desk shows them. Input is ISO 8601 in UTC, output the institution's zone. */

const two = (value: number): string => String(value).padStart(2, "0");

/** `0:45`, `5:10`, `1:12:00` of whole seconds; never negative. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `2026-11-22 10:30` in a zone: the parts that Swedish writes in this order. */
const inZone = (timeZone?: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
let written = inZone();

/** From now on every time is told in this zone, the institution's: what the desk promises is due by its clock. */
export function setZone(timeZone: string): void {
  written = inZone(timeZone);
}

/** `2026-11-22 10:30`. */
export const dateTime = (iso: string): string => written.format(new Date(iso));

/** `10:30`. */
export const clock = (iso: string): string => dateTime(iso).slice(-5);

/** `2026-11-22`. */
export const day = (iso: string): string => dateTime(iso).slice(0, 10);

/** `10:30` today, `11-21` this year, `2025-11-21` before: enough to find one's place in a list. */
export function short(iso: string, now: number): string {
  const today = day(new Date(now).toISOString());
  const date = day(iso);
  if (date === today) return clock(iso);
  return date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date;
}

export interface Span {
  isOver: boolean;
  days: number;
  hours: number;
  minutes: number;
}

/** From `now` to `dueAt`, in whole minutes; `isOver` when the moment has passed. */
export function spanTo(dueAt: string, now: number): Span {
  const left = Date.parse(dueAt) - now;
  const minutes = Math.floor(Math.abs(left) / 60_000);
  return { isOver: left < 0, days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
}

export type DueState = "fine" | "notice" | "warning" | "breach";

/** How far a clock has run: notice from 60 %, warning from 80 %, breach when it is over (the defaults of the policy). */
export function dueState(fraction: number): DueState {
  if (fraction >= 1) return "breach";
  if (fraction >= 0.8) return "warning";
  return fraction >= 0.6 ? "notice" : "fine";
}

/** Share of the time from `startedAt` to `dueAt` that is gone at `now`; 1 and more when all of it is. */
export function fractionGone(startedAt: string, dueAt: string, now: number): number {
  const start = Date.parse(startedAt);
  const due = Date.parse(dueAt);
  if (now >= due) return 1;
  return due > start ? Math.max(0, (now - start) / (due - start)) : 0;
}
