/** The line: it comes up, stays up, notices its own death, and comes back. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { retryDelay } from "./backoff";
import type { CustomerClientFrame, CustomerServerFrame } from "./events";
import { type LinkState, LiveSocket, PING_EVERY_MS, PROBE_LIMIT_MS, READY_LIMIT_MS, socketUrl } from "./socket";
import { FakeSocket, snapshot } from "./testing";

let states: LinkState[];
let frames: CustomerServerFrame[];
let ended: number;
let afterSeq: number;
let line: LiveSocket<CustomerServerFrame, CustomerClientFrame>;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.install();
  [states, frames, ended, afterSeq] = [[], [], 0, 0];
  line = new LiveSocket<CustomerServerFrame, CustomerClientFrame>({
    url: "ws://bank/socket",
    hello: () => ({ type: "hello", session_token: "s", after_seq: afterSeq }),
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    onSessionEnded: () => ended++,
  });
});
afterEach(() => {
  line.stop();
  vi.useRealTimers();
});

function becomeReady(): FakeSocket {
  FakeSocket.last.accept();
  FakeSocket.last.answer({ type: "ready", conversation: snapshot() });
  return FakeSocket.last;
}

function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isOnline);
  window.dispatchEvent(new Event(isOnline ? "online" : "offline"));
}

describe("coming up", () => {
  test("hello is the first frame, and nothing is sent before ready", () => {
    line.start();
    FakeSocket.last.accept();
    expect(line.send({ type: "typing" })).toBe(false);
    expect(FakeSocket.last.sent).toEqual([{ type: "hello", session_token: "s", after_seq: 0 }]);
    FakeSocket.last.answer({ type: "ready", conversation: snapshot() });
    expect(line.send({ type: "typing" })).toBe(true);
    expect(states).toEqual(["connecting", "ready"]);
  });

  test("a service that accepts but never gets ready is given up and tried again", () => {
    line.start();
    FakeSocket.last.accept();
    vi.advanceTimersByTime(READY_LIMIT_MS + 5_000);
    expect(FakeSocket.opened.length).toBeGreaterThan(1);
    expect(FakeSocket.opened[0]?.isReleased).toBe(true);
  });

  test("a slow network has its time to open, and again to get ready", () => {
    line.start();
    vi.advanceTimersByTime(READY_LIMIT_MS - 1_000);
    FakeSocket.last.accept();
    vi.advanceTimersByTime(READY_LIMIT_MS - 1_000);
    FakeSocket.last.answer({ type: "ready", conversation: snapshot() });
    expect([line.state, FakeSocket.opened.length]).toEqual(["ready", 1]);
  });

  test("garbage on the line is passed over", () => {
    line.start();
    const socket = becomeReady();
    socket.onmessage?.({ data: "{" });
    socket.onmessage?.({ data: "7" });
    socket.onmessage?.({ data: "null" });
    expect(frames.map((frame) => frame.type)).toEqual(["ready"]);
  });
});

describe("coming back", () => {
  test("after a drop it says hello with the last number it has", () => {
    line.start();
    becomeReady();
    afterSeq = 12;
    FakeSocket.last.drop();
    expect(line.state).toBe("reconnecting");
    vi.advanceTimersByTime(1_000);
    FakeSocket.last.accept();
    expect(FakeSocket.opened).toHaveLength(2);
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "hello", after_seq: 12 });
  });

  test("waits grow, are spread, never pass 8 s, and start over after a ready", () => {
    const waits = [0, 1, 2, 3, 4, 9].map((attempt) => [retryDelay(attempt, 1006, 0), retryDelay(attempt, 1006, 1)]);
    expect(waits).toEqual([[250, 500], [500, 1000], [1000, 2000], [2000, 4000], [4000, 8000], [4000, 8000]]);
    line.start();
    for (let i = 0; i < 6; i++) { FakeSocket.last.drop(); vi.advanceTimersByTime(8_000); }
    becomeReady().drop();
    const opened = FakeSocket.opened.length;
    vi.advanceTimersByTime(500);
    expect(FakeSocket.opened).toHaveLength(opened + 1);
  });

  test("too many frames waits 5 s; a stopping service is asked again at once", () => {
    expect(retryDelay(0, 4429, 0)).toBe(5_000);
    expect(retryDelay(0, 4503, 0)).toBe(0);
  });

  test("a service that stops is left for another within half a second, from the last number on", () => {
    line.start();
    becomeReady();
    afterSeq = 7;
    FakeSocket.last.drop(4503);
    vi.advanceTimersByTime(500);
    FakeSocket.last.accept();
    expect(FakeSocket.opened).toHaveLength(2);
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "hello", after_seq: 7 });
  });

  test("an ended session is the owner's business: it is told once and nothing is retried", () => {
    line.start();
    becomeReady().drop(4401);
    vi.advanceTimersByTime(60_000);
    expect([ended, FakeSocket.opened.length]).toEqual([1, 1]);
    line.restart();
    expect(FakeSocket.opened).toHaveLength(2);
  });

  test("offline is said as offline, and the network's return is used at once", () => {
    line.start();
    becomeReady();
    setOnline(false);
    expect(line.state).toBe("offline");
    setOnline(true);
    becomeReady();
    expect(states).toEqual(["connecting", "ready", "offline", "reconnecting", "ready"]);
  });

  test("an attempt that hangs on the network before is given up when the network returns", () => {
    line.start();
    setOnline(true);
    expect([FakeSocket.opened[0]?.isReleased, FakeSocket.opened.length]).toEqual([true, 2]);
  });

  test("a person's retry gives up an attempt that hangs, not one that has just begun", () => {
    line.start();
    line.retryNow();
    expect(FakeSocket.opened).toHaveLength(1);
    vi.advanceTimersByTime(4_000);
    line.retryNow();
    expect([FakeSocket.opened[0]?.isReleased, FakeSocket.opened.length]).toEqual([true, 2]);
  });

  test("after stop nothing happens any more", () => {
    line.start();
    becomeReady();
    line.stop();
    vi.advanceTimersByTime(120_000);
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.opened).toHaveLength(1);
    expect(line.state).toBe("idle");
  });
});

describe("a dead peer", () => {
  test("pings go out every 20 s, and a line that answers stays", () => {
    line.start();
    const socket = becomeReady();
    for (let i = 0; i < 10; i++) { vi.advanceTimersByTime(PING_EVERY_MS + 2_000); socket.answer({ type: "pong" }); }
    expect(socket.sent.filter((frame) => frame.type === "ping").length).toBeGreaterThanOrEqual(9);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(frames.map((frame) => frame.type)).not.toContain("pong");
  });

  test("silence is noticed within 45 s even if the socket never reports a close", () => {
    line.start();
    const socket = becomeReady();
    vi.advanceTimersByTime(38_000);
    expect(line.state).toBe("ready");
    vi.advanceTimersByTime(7_000);
    expect(socket.isReleased).toBe(true);
    expect(line.state).toBe("reconnecting");
  });

  test("after the machine slept, an unanswered probe brings a new line within seconds", () => {
    line.start();
    const socket = becomeReady();
    vi.setSystemTime(Date.now() + 30_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(socket.sent.at(-1)).toEqual({ type: "ping" });
    vi.advanceTimersByTime(8_000);
    expect(FakeSocket.opened.length).toBeGreaterThan(1);
  });

  test("a doubted line proves itself within seconds or is replaced", () => {
    line.start();
    const socket = becomeReady();
    vi.advanceTimersByTime(1_000);
    line.probe();
    socket.answer({ type: "pong" });
    vi.advanceTimersByTime(PROBE_LIMIT_MS + 3_000);
    expect(socket.isReleased).toBe(false);
    line.probe();
    vi.advanceTimersByTime(PROBE_LIMIT_MS + 3_000);
    expect(socket.isReleased).toBe(true);
  });

  test("after the machine slept, an answered probe keeps the line", () => {
    line.start();
    const socket = becomeReady();
    vi.setSystemTime(Date.now() + 30_000);
    document.dispatchEvent(new Event("visibilitychange"));
    socket.answer({ type: "pong" });
    vi.advanceTimersByTime(15_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });
});

test("the socket's address follows the page's scheme", () => {
  expect(socketUrl("/s", { protocol: "https:", host: "bank.cn" } as Location)).toBe("wss://bank.cn/s");
  expect(socketUrl("/s", { protocol: "http:", host: "127.0.0.1:1" } as Location)).toBe("ws://127.0.0.1:1/s");
});
