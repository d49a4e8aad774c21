/** Calls to the service: JSON in, JSON out, one error class with the stable code of docs/errors.md. */

/** No answer within this is "unreachable": longer than any call should take, shorter than patience. */
const TIMEOUT_MS = 10_000;
/** Whatever a proxy may ask for, nobody is left waiting longer than this. */
const RETRY_AFTER_MAX_MS = 120_000;

export class ApiError extends Error {
  /** `status` is 0 when no answer came; `code` is then `network_unreachable` or `network_timeout`. */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    /** How long the service or what stands before it (429, 503) asks to be left alone. */
    readonly retryAfterMs = 0,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** True when the same call may succeed later without anything changed; what is not the service's own word is no last word. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500 || /^http_\d/.test(this.code);
  }
}

export interface ApiOptions {
  /** Prefix of every path, e.g. `/api/v1`. */
  base: string;
  /** Headers made anew for each call: authorisation, CSRF token. */
  headers?: () => Record<string, string>;
  /** Called before an error is thrown, e.g. to go to the sign-in page. */
  onError?: (error: ApiError) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Api = <T>(method: Method, path: string, body?: unknown) => Promise<T>;

/** Returns a function that makes calls; it rejects with ApiError and nothing else. An empty answer is `undefined`. */
export function createApi(options: ApiOptions): Api {
  return async <T>(method: Method, path: string, body?: unknown): Promise<T> => {
    try {
      return (await call(options, method, path, body)) as T;
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : new ApiError(0, "network_unreachable", String(cause));
      options.onError?.(error);
      throw error;
    }
  };
}

async function call(options: ApiOptions, method: Method, path: string, body: unknown): Promise<unknown> {
  const stop = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => { isLate = true; stop.abort(); }, TIMEOUT_MS);
  try {
    const response = await fetch(options.base + path, {
      method,
      headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...options.headers?.() },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
    });
    return await read(response);
  } catch (cause) {
    throw isLate ? new ApiError(0, "network_timeout", `no answer within ${TIMEOUT_MS / 1000} s`) : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal from something in between (proxy, captive portal) has no body of ours: its code is `http_<status>`. */
async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = parse(text);
  if (response.ok && (text === "" || body !== undefined)) return text === "" ? undefined : body;
  const error = (body as { error?: { code?: string; message?: string; details?: Record<string, unknown> } } | null | undefined)?.error;
  const status = response.ok ? 502 : response.status;
  throw new ApiError(status, error?.code ?? `http_${status}`, error?.message ?? "", error?.details ?? {}, retryAfterMs(response));
}

/** In seconds; the other form, a date, would be by a clock that need not be ours. */
function retryAfterMs(response: Response): number {
  return Math.min(RETRY_AFTER_MAX_MS, Math.max(0, Number(response.headers.get("Retry-After")) || 0) * 1000);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
