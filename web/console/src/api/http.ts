/** The one door to the service for signed-in staff: cookie, CSRF header, and word of an ended session. */
import { ApiError, createApi } from "@shared/api";

export { ApiError };

let csrfToken = "";
let onSessionEnd: () => void = () => undefined;

/** Sent with every unsafe call from now on; a page that holds none is refused by the service. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called whenever an answer says that nobody is signed in any more. */
export function whenSessionEnds(callback: () => void): void {
  onSessionEnd = callback;
}

export const call = createApi({
  base: "/api/v1",
  headers: (): Record<string, string> => (csrfToken ? { "X-CSRF-Token": csrfToken } : {}),
  onError: (error) => {
    if (error.status === 401) onSessionEnd();
  },
});
