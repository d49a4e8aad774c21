/** Small sums for the report. */

interface Hour {
  hour: number;
  conversations: number;
  handoffs: number;
}

/** Office hours are always shown; a busy night stretches the axis. */
const FROM = 8;
const TO = 20;

/** The hours to draw, without gaps, from the first to the last that matters. */
export function hoursShown(hours: readonly Hour[]): Hour[] {
  const busy = hours.filter((each) => each.conversations || each.handoffs).map((each) => each.hour);
  const from = Math.min(FROM, ...busy);
  const to = Math.max(TO, ...busy);
  const known = new Map(hours.map((each) => [each.hour, each]));
  return Array.from({ length: to - from + 1 }, (_, place) => known.get(from + place) ?? { hour: from + place, conversations: 0, handoffs: 0 });
}

/** `37%`; a dash when there is nothing to take a share of. */
export const percentOf = (part: number, whole: number): string => (whole > 0 ? `${Math.round((part / whole) * 100)}%` : "—");
