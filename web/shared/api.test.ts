/** Calls: whatever goes wrong between here and the service is one named error. */
import { afterEach, expect, test, vi } from "vitest";
import { ApiError, createApi } from "./api";

afterEach(() => vi.useRealTimers());

const api = createApi({ base: "/api/v1", headers: () => ({ Authorization: "Bearer t" }) });
const answer = (status: number, body: string) => vi.stubGlobal("fetch", vi.fn(async () => new Response(status === 204 ? null : body, { status })));
const refusal = (): Promise<ApiError> => api("POST", "/x", {}).then(() => { throw new Error("it was accepted"); }, (error: ApiError) => error);

test("an answer is its JSON, and an empty one is undefined", async () => {
  answer(200, '{"seq": 7}');
  expect(await api<{ seq: number }>("GET", "/x")).toEqual({ seq: 7 });
  answer(204, "");
  expect(await api<void>("POST", "/x", {})).toBeUndefined();
});

test("a call carries its headers and body, and nothing in the address", async () => {
  answer(200, "{}");
  await api("POST", "/x", { text: "你好" });
  expect(fetch).toHaveBeenCalledWith("/api/v1/x", expect.objectContaining({
    method: "POST", body: '{"text":"你好"}', headers: expect.objectContaining({ Authorization: "Bearer t", "Content-Type": "application/json" }),
  }));
});

test("a refusal keeps the service's code and details", async () => {
  answer(409, '{"error": {"code": "conversation_already_claimed", "message": "已被王敏领取", "details": {"agent": "王敏"}}}');
  expect(await refusal()).toMatchObject({ status: 409, code: "conversation_already_claimed", message: "已被王敏领取", details: { agent: "王敏" }, isTemporary: false });
});

test("an error page of something in between has a code of its own", async () => {
  answer(502, "<html>Bad gateway</html>");
  expect(await refusal()).toMatchObject({ status: 502, code: "http_502", isTemporary: true });
  answer(200, "<html>Please sign in to the Wi-Fi</html>");
  expect(await refusal()).toMatchObject({ code: "http_502", isTemporary: true });
});

test("a refusal by something in between is no last word", async () => {
  answer(403, "<html>Blocked</html>");
  expect(await refusal()).toMatchObject({ status: 403, code: "http_403", isTemporary: true });
  answer(405, '{"error": {"code": "http_error", "message": ""}}');
  expect(await refusal()).toMatchObject({ status: 405, isTemporary: false });
});

test("a wish to be left alone is heard, within reason", async () => {
  const asked = async (value: string): Promise<number> => {
    vi.stubGlobal("fetch", vi.fn(async () => new Response("", { status: 503, headers: { "Retry-After": value } })));
    return (await refusal()).retryAfterMs;
  };
  expect([await asked("30"), await asked("86400"), await asked("Fri, 20 Nov 2026 02:30:00 GMT"), await asked("-1")]).toEqual([30_000, 120_000, 0, 0]);
});

test("no network is temporary", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => { throw new TypeError("Failed to fetch"); }));
  expect(await refusal()).toMatchObject({ status: 0, code: "network_unreachable", isTemporary: true });
});

test("no answer within 10 s is given up and said", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn((_: string, init: RequestInit) => new Promise((_resolve, reject) => {
    init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  })));
  const outcome = refusal();
  await vi.advanceTimersByTimeAsync(10_001);
  expect(await outcome).toMatchObject({ code: "network_timeout", isTemporary: true });
});
