/** What went wrong, in words that say what to do next. */
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { ApiError } from "../api/http";
import { i18n } from "../i18n";

/**
 * Codes with a sentence of our own come first; then what the service says, which is written for people;
 * then what can be said of the status.
 */
export function messageOf(cause: unknown): string {
  const { t, te } = i18n.global;
  if (!(cause instanceof ApiError)) return t("error.unknown");
  if (te(`error.code.${cause.code}`)) return t(`error.code.${cause.code}`, cause.details);
  if (cause.message && cause.status > 0) return cause.message;
  return cause.isTemporary ? t("error.unreachable") : t("error.unknown");
}

/** Errors stay long enough to be read by somebody who looked elsewhere. */
const ERROR_MS = 6_000;
const DONE_MS = 2_500;

/** Not a fault, but not done either: somebody else was first, something has changed. */
export const tellRefusal = (message: string): void => void ElMessage({ type: "warning", message, showClose: true, duration: ERROR_MS, grouping: true });
export const tellError = (cause: unknown): void => void ElMessage({ type: "error", message: messageOf(cause), showClose: true, duration: ERROR_MS, grouping: true });
export const tellDone = (message: string): void => void ElMessage({ type: "success", message, duration: DONE_MS, grouping: true });
