/** Sessions: kept across reloads, replaced when they end, and never handed to the next person at the same browser. */
import { ApiError } from "@shared/api";
import { FillingStorage } from "@shared/testing";
import { beforeEach, expect, test, vi } from "vitest";
import { identityOf, SessionKeeper } from "../src/chat/session";

const jwt = (claims: object): string => `h.${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims))))}.s`;
const chen = jwt({ sub: "陈-1", exp: 1 });
const zhou = jwt({ sub: "zhou-2" });

let made: Record<string, unknown>[];
let refuses: (body: Record<string, unknown>) => ApiError | null;
let lifetime: number;

beforeEach(() => {
  localStorage.clear();
  [made, refuses, lifetime] = [[], () => null, 60_000];
});

/** A page load: a new keeper over the same storage. */
function opened(token: string | null): { keeper: SessionKeeper; isChanged: boolean } {
  const api = vi.fn(async (_method: string, _path: string, body: unknown) => {
    const error = refuses(body as Record<string, unknown>);
    if (error) throw error;
    made.push(body as Record<string, unknown>);
    const n = made.length;
    return { session_token: `t${n}`, conversation_id: `c${n}`, expires_at: new Date(Date.now() + lifetime).toISOString(), settings: {} };
  });
  const keeper = new SessionKeeper(api as never, () => ({ channel: "web", locale: "zh-CN", page_url: "https://bank.example/" }));
  return { keeper, isChanged: keeper.adopt(token) };
}

test("a reload uses the session there is", async () => {
  await opened(null).keeper.obtain();
  const { session, replaced } = await opened(null).keeper.obtain();
  expect([session.session_token, replaced, made.length]).toEqual(["t1", null, 1]);
});

test("a customer's new token for the same person keeps the session", async () => {
  await opened(chen).keeper.obtain();
  const again = opened(jwt({ sub: "陈-1", exp: 2 }));
  expect([again.isChanged, (await again.keeper.obtain()).session.session_token]).toEqual([false, "t1"]);
});

test.each([["another customer", zhou], ["nobody any more", null]])("%s at the same browser gets a session of their own", async (_, token) => {
  await opened(chen).keeper.obtain();
  const next = opened(token);
  const { session, replaced } = await next.keeper.obtain();
  expect([next.isChanged, session.session_token, replaced]).toEqual([true, "t2", null]);
  expect(JSON.stringify({ ...localStorage })).not.toContain("陈");
});

test("a session that has ended is replaced, and its conversation is named so that unsent messages can follow", async () => {
  const { keeper } = opened(null);
  await keeper.obtain();
  expect(await keeper.obtain("t1")).toMatchObject({ session: { session_token: "t2" }, replaced: "c1" });
});

test("where storage is full, the former customer's session is not found in it", async () => {
  const store = new FillingStorage();
  vi.spyOn(window, "localStorage", "get").mockReturnValue(store as unknown as Storage);
  await opened(chen).keeper.obtain();
  store.isFull = true;
  const { keeper } = opened(zhou);
  expect((await keeper.obtain()).session.session_token).toBe("t2");
  expect((await keeper.obtain("t2")).session.session_token).toBe("t3");
  expect([...store.entries.values()].join()).not.toMatch(/陈|t1/);
});

test("when another tab has replaced the ended session already, its session is used", async () => {
  const [here, there] = [opened(null).keeper, opened(null).keeper];
  await here.obtain();
  await there.obtain("t1");
  expect((await here.obtain("t1")).session.session_token).toBe("t2");
  expect(made).toHaveLength(2);
});

test("an expired session is not tried", async () => {
  lifetime = -1;
  await opened(null).keeper.obtain();
  expect((await opened(null).keeper.obtain()).replaced).toBe("c1");
});

test("a refused customer token makes a guest's session, kept until the page brings another token", async () => {
  refuses = (body) => ("customer_token" in body ? new ApiError(401, "customer_token_invalid", "") : null);
  expect((await opened(chen).keeper.obtain()).session.refused_token).not.toBeNull();
  expect((await opened(chen).keeper.obtain()).session.session_token).toBe("t1");
  refuses = () => null;
  const fresh = await opened(jwt({ sub: "陈-1", iat: 9 })).keeper.obtain();
  expect([fresh.session.session_token, fresh.session.refused_token]).toEqual(["t2", null]);
});

test("a service that does not answer is not mistaken for a refusal", async () => {
  refuses = () => new ApiError(503, "unavailable", "");
  await expect(opened(chen).keeper.obtain()).rejects.toMatchObject({ code: "unavailable" });
});

test("the token goes in the body and who it names is read without trusting it", async () => {
  await opened(chen).keeper.obtain();
  expect(made[0]).toMatchObject({ customer_token: chen, channel: "web" });
  expect([identityOf(null), identityOf(chen), identityOf("opaque")]).toEqual(["guest", "sub:陈-1", "token:opaque"]);
});
