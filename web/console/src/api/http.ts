/** The one door to the service for signed-in staff: cookie, CSRF header, and word of an ended session. */
import { type Api, ApiError, createApi } from "@shared/api";

export { ApiError };

let csrfToken = "";
/** The browser's clock until which the service asked to be left alone. */
let quietUntil = 0;
let onSessionEnd: () => void = () => undefined;
let renew: () => Promise<boolean> = async () => false;

/** Sent with every unsafe call from now on; a page that holds none is refused by the service. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called whenever an answer says that nobody is signed in any more. */
export function whenSessionEnds(callback: () => void): void {
  onSessionEnd = callback;
}

/** Called when the cookie is of a newer session than the token: true when the token is of that one now. */
export function whenSessionIsAnother(callback: () => Promise<boolean>): void {
  renew = callback;
}

/** True while the service, or what stands before it, has asked for a pause: what asks by itself waits then. */
export const isQuiet = (): boolean => Date.now() < quietUntil;

const send = createApi({
  base: "/api/v1",
  headers: (): Record<string, string> => (csrfToken ? { "X-CSRF-Token": csrfToken } : {}),
  onError: (error) => {
    if (error.retryAfterMs) quietUntil = Date.now() + error.retryAfterMs;
  },
});

/** As `send`. A late 401, to a call made before this session began, says nothing about it. */
const ask: Api = async <T>(method: Parameters<Api>[0], path: string, body?: unknown): Promise<T> => {
  const asked = csrfToken;
  try {
    return await send<T>(method, path, body);
  } catch (error) {
    if ((error as ApiError).status === 401 && asked === csrfToken) onSessionEnd();
    throw error;
  }
};

/** As `ask`; a call made with the token of a session that another tab has replaced is made again with the present one. */
export const call: Api = async <T>(method: Parameters<Api>[0], path: string, body?: unknown): Promise<T> => {
  try {
    return await ask<T>(method, path, body);
  } catch (error) {
    if ((error as ApiError).code !== "csrf_refused" || !(await renew())) throw error;
    return ask<T>(method, path, body);
  }
};
