/** Times as a customer reads them: in the browser's zone, in the chosen language. */
import { t } from "./i18n";
import { preferences } from "./preferences";

const format = (at: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(preferences.locale, options).format(new Date(at));

/** 14:05 */
export function clockTime(at: string): string {
  return format(at, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** Number of the local day, for "is this another day than the one before". */
export function dayNumber(at: string | number): number {
  const date = new Date(at);
  return Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / 86_400_000);
}

/** 今天, 昨天, 11月20日 星期五; with the year when it is another one. */
export function dayName(at: string, now: number = Date.now()): string {
  const age = dayNumber(now) - dayNumber(at);
  if (age === 0) return t("day.today");
  if (age === 1) return t("day.yesterday");
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, { month: "long", day: "numeric", weekday: "long", ...(isThisYear ? {} : { year: "numeric" }) });
}

/** 2026年11月22日 14:05; what was promised is told in the institution's zone, as its words tell it. */
export function fullTime(at: string, timeZone?: string): string {
  return format(at, { timeZone, year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** "2026-01-01" as 2026年1月1日, without letting a time zone move the day. */
export function dateOnly(date: string): string {
  return new Intl.DateTimeFormat(preferences.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
}
