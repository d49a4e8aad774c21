/** The session: who is signed in, and what happens when nobody is any more. */
import { createPinia, setActivePinia } from "pinia";
import { beforeEach, expect, test, vi } from "vitest";
import { call } from "../api/http";
import { useDrafts } from "./drafts";
import { useSession } from "./session";
import { AMIRA, answer, refusal, serve, signedIn } from "./testing";

beforeEach(() => setActivePinia(createPinia()));

test("a browser with a session is let in, one without is asked to sign in", async () => {
  serve({ "GET /auth/me": () => answer(AMIRA) });
  await useSession().restore();
  expect([useSession().state, useSession().can("queue.read"), useSession().can("agent.create")]).toEqual(["in", true, false]);
  setActivePinia(createPinia());
  serve({ "GET /auth/me": () => refusal(401, "staff_session_ended") });
  await useSession().restore();
  expect(useSession().state).toBe("out");
});

test("a service that does not answer is no reason to ask for a password", async () => {
  serve({ "GET /auth/me": () => refusal(503, "unavailable") });
  await useSession().restore();
  expect(useSession().state).toBe("unreachable");
});

test("a service that comes back is found without anybody's pressing", async () => {
  vi.useFakeTimers();
  serve({ "GET /auth/me": () => refusal(503, "unavailable") });
  await useSession().restore();
  serve({ "GET /auth/me": () => answer(AMIRA) });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(useSession().state).toBe("in");
  vi.useRealTimers();
});

test("a wrong password is refused and leaves one outside", async () => {
  serve({ "GET /auth/me": () => refusal(401, "staff_session_ended"), "POST /auth/sign-in": () => refusal(401, "sign_in_refused") });
  await useSession().restore();
  await expect(useSession().signIn("amira", "wrong")).rejects.toMatchObject({ code: "sign_in_refused" });
  expect(useSession().state).toBe("out");
});

test("unsafe calls carry the CSRF token of the sign-in", async () => {
  await signedIn({ "POST /x": () => answer({}) });
  await call("POST", "/x", {});
  expect(fetch).toHaveBeenLastCalledWith("/api/v1/x", expect.objectContaining({ headers: expect.objectContaining({ "X-CSRF-Token": "csrf-amira" }) }));
});

test("a session that ends keeps who was there and what was typed", async () => {
  await signedIn({ "GET /queue": () => refusal(401, "staff_session_ended") });
  useDrafts().set("c_1", "reply", "您好，我正在");
  await call("GET", "/queue").catch(() => undefined);
  expect([useSession().state, useSession().agent?.id, useDrafts().get("c_1", "reply")]).toEqual(["ended", "a_1", "您好，我正在"]);
  await useSession().signIn("amira", "secret");
  expect([useSession().state, useDrafts().get("c_1", "reply")]).toEqual(["in", "您好，我正在"]);
});

test("who has signed in again in another tab is let in without signing in, which would end that one", async () => {
  await signedIn();
  serve({ "GET /auth/me": () => answer({ ...AMIRA, csrf_token: "csrf-2" }), "POST /x": () => answer({}) });
  useSession().end();
  await vi.waitFor(() => expect(useSession().state).toBe("in"));
  await call("POST", "/x", {});
  expect(fetch).toHaveBeenLastCalledWith("/api/v1/x", expect.objectContaining({ headers: expect.objectContaining({ "X-CSRF-Token": "csrf-2" }) }));
});

test("a session that ends just before the browser holds the next one is gone on with all the same", async () => {
  vi.useFakeTimers();
  await signedIn();
  serve({ "GET /auth/me": () => refusal(401, "staff_session_ended") });
  useSession().end();
  await vi.advanceTimersByTimeAsync(100);
  expect(useSession().state).toBe("ended");
  serve({ "GET /auth/me": () => answer({ ...AMIRA, csrf_token: "csrf-2" }) });
  await vi.advanceTimersByTimeAsync(500);
  expect(useSession().state).toBe("in");
  vi.useRealTimers();
});

test("a call with the token of a session that another tab has replaced is made again with the present one", async () => {
  await signedIn();
  let isOld = true;
  const answers = { "GET /auth/me": () => answer({ ...AMIRA, csrf_token: "csrf-2" }), "POST /x": () => (isOld ? refusal(403, "csrf_refused") : answer({ done: true })) };
  const calls = serve({ ...answers, "GET /auth/me": () => { isOld = false; return answers["GET /auth/me"](); } });
  expect(await call("POST", "/x", {})).toEqual({ done: true });
  expect([calls, useSession().epoch]).toEqual([["POST /x", "GET /auth/me", "POST /x"], 2]);
});

test("a token that is refused although nothing is newer is refused for good", async () => {
  await signedIn();
  const calls = serve({ "GET /auth/me": () => answer(AMIRA), "POST /x": () => refusal(403, "csrf_refused") });
  await expect(call("POST", "/x", {})).rejects.toMatchObject({ code: "csrf_refused" });
  expect(calls).toEqual(["POST /x", "GET /auth/me"]);
});

test("a session that is said to be both over and there is not gone back to", async () => {
  await signedIn();
  const calls = serve({ "GET /auth/me": () => answer(AMIRA) });
  useSession().end();
  await vi.waitFor(() => expect(calls).toEqual(["GET /auth/me"]));
  expect(useSession().state).toBe("ended");
});

test("a late refusal of the session before does not end the one that was signed in to meanwhile", async () => {
  await signedIn();
  let refuse = (): void => undefined;
  const late = new Promise<Response>((resolve) => (refuse = () => resolve(refusal(401, "staff_session_ended"))));
  const signIn = (): Response => answer({ ...AMIRA, csrf_token: "csrf-2" });
  serve({ "GET /queue": () => late, "GET /auth/me": () => refusal(401, "staff_session_ended"), "POST /auth/sign-in": signIn });
  const asked = call("GET", "/queue").catch((error) => error.status);
  useSession().end();
  await useSession().signIn("amira", "secret");
  refuse();
  expect([await asked, useSession().state]).toEqual([401, "in"]);
});

test("another person who signed in in another tab begins on a new page here too", async () => {
  await signedIn();
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  serve({ "GET /auth/me": () => answer({ ...AMIRA, csrf_token: "csrf-3", agent: { ...AMIRA.agent, id: "a_2" } }) });
  useSession().end();
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  expect(useSession().state).toBe("ended");
});

test("another person on the same page begins on a new one", async () => {
  await signedIn();
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  serve({ "POST /auth/sign-in": () => answer({ ...AMIRA, agent: { ...AMIRA.agent, id: "a_2" } }) });
  useSession().end();
  await useSession().signIn("ben", "secret");
  expect(reload).toHaveBeenCalledOnce();
});

test("drafts survive a reload, go with the person, and are not another's", async () => {
  await signedIn();
  useDrafts().set("c_1", "note", "内部");
  const key = Object.keys(sessionStorage).find((name) => name.includes("c_1"));
  setActivePinia(createPinia());
  serve({ "POST /auth/sign-in": () => answer(AMIRA) });
  await useSession().signIn("amira", "secret");
  expect([useDrafts().get("c_1", "note"), useDrafts().get("c_1", "reply"), useDrafts().has("c_1"), useDrafts().has("c_2")]).toEqual(["内部", "", true, false]);
  expect(key).toContain("a_1");
  useDrafts().clear();
  expect([useDrafts().has("c_1"), sessionStorage.length]).toEqual([false, 0]);
});
