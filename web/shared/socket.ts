/**
 * One socket client for customers and staff: it says hello, keeps the line alive, notices a dead peer, and
 * comes back by itself. It knows no message types beyond `hello`, `ready`, `ping`, `pong`; what is resent
 * after `ready` is the owner's business (outbox, watched conversations).
 */
import { CLOSE, retryDelay } from "./backoff";

/** Shorter than the idle time-outs of common proxies (30-60 s). */
export const PING_EVERY_MS = 20_000;
/** A line silent for this long is dead: two pings went unanswered. Seen within 45 s with the check below. */
export const SILENCE_LIMIT_MS = 41_000;
const CHECK_EVERY_MS = 2_000;
/** From the first packet to an open socket, and from there to `ready`: a network of 2 s takes 8 s for the first alone. */
export const READY_LIMIT_MS = 10_000;
/** How long a probe may stay unanswered: after the machine slept, or when an ack does not come. */
export const PROBE_LIMIT_MS = 5_000;
/** An attempt this young is not given up when a person presses "retry": on a slow network it would never end. */
const FRESH_MS = 3_000;

/** `idle` before start and after stop; `offline` when the browser itself says there is no network. */
export type LinkState = "idle" | "connecting" | "ready" | "reconnecting" | "offline";

interface Frame {
  type: string;
}

export interface SocketOptions<ServerFrame extends Frame, ClientFrame extends Frame> {
  url: string;
  /** Made anew for each connection, so that it carries the last `after_seq`. */
  hello: () => ClientFrame;
  /** Every frame but `pong`, `ready` included. */
  onFrame: (frame: ServerFrame) => void;
  onState?: (state: LinkState) => void;
  /** Close code 4401: nothing is retried until `restart()`. */
  onSessionEnded: () => void;
}

export class LiveSocket<ServerFrame extends Frame, ClientFrame extends Frame> {
  private socket: WebSocket | null = null;
  private current: LinkState = "idle";
  private attempt = 0;
  private connectedAt = 0;
  private heardAt = 0;
  private pingedAt = 0;
  /** When the present connection must have shown life; moved on by every frame. */
  private deadline = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private checkTimer: ReturnType<typeof setInterval> | undefined;
  private readonly unlisten: (() => void)[] = [];

  constructor(private readonly options: SocketOptions<ServerFrame, ClientFrame>) {}

  get state(): LinkState {
    return this.current;
  }

  start(): void {
    if (this.current !== "idle") return;
    // What was begun on the network before this one may hang for long.
    this.listen(window, "online", () => { if (this.current !== "ready") this.connect("reconnecting"); });
    this.listen(window, "offline", () => this.lose(0));
    this.listen(document, "visibilitychange", () => this.wake());
    this.listen(window, "pageshow", () => this.wake());
    this.checkTimer = setInterval(() => this.check(), CHECK_EVERY_MS);
    this.connect("connecting");
  }

  stop(): void {
    this.unlisten.splice(0).forEach((undo) => undo());
    clearInterval(this.checkTimer);
    clearTimeout(this.retryTimer);
    this.release();
    this.attempt = 0;
    this.change("idle");
  }

  /** Says hello anew at once, e.g. with a new session. */
  restart(): void {
    this.stop();
    this.start();
  }

  /** Leaves a waiting back-off, or an attempt that hangs: a person came back, or pressed "retry". */
  retryNow(): void {
    const isFresh = this.socket !== null && Date.now() - this.connectedAt < FRESH_MS;
    if (this.current !== "idle" && this.current !== "ready" && !isFresh) this.connect("reconnecting");
  }

  /** Doubts the line: it must answer within 5 s, or another one is made. */
  probe(): void {
    if (this.current !== "ready") return;
    this.ping(Date.now());
    this.deadline = Math.min(this.deadline, Date.now() + PROBE_LIMIT_MS);
  }

  /** False when there is no ready line; the caller keeps the frame if it matters. */
  send(frame: ClientFrame): boolean {
    if (this.current !== "ready" || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private connect(state: LinkState): void {
    clearTimeout(this.retryTimer);
    this.release();
    this.change(state);
    this.connectedAt = Date.now();
    this.deadline = this.connectedAt + READY_LIMIT_MS;
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.options.url);
    } catch {
      this.lose(0);
      return;
    }
    this.socket = socket;
    socket.onopen = () => {
      this.deadline = Date.now() + READY_LIMIT_MS;
      socket.send(JSON.stringify(this.options.hello()));
    };
    socket.onmessage = (message) => this.receive(message.data);
    socket.onclose = (event) => this.lose(event.code);
  }

  private receive(data: unknown): void {
    const frame = parseFrame<ServerFrame>(data);
    if (!frame) return;
    this.heardAt = Date.now();
    if (this.current === "ready") this.deadline = this.heardAt + SILENCE_LIMIT_MS;
    if (frame.type === "pong") return;
    if (frame.type === "ready") this.becomeReady();
    this.options.onFrame(frame);
  }

  private becomeReady(): void {
    this.attempt = 0;
    this.pingedAt = this.heardAt;
    this.deadline = this.heardAt + SILENCE_LIMIT_MS;
    this.change("ready");
  }

  /** The line is gone, by whatever cause; plans the next attempt unless the session itself ended. */
  private lose(code: number): void {
    this.release();
    clearTimeout(this.retryTimer);
    if (code === CLOSE.sessionEnded) {
      this.change("reconnecting");
      this.options.onSessionEnded();
      return;
    }
    this.change(navigator.onLine === false ? "offline" : "reconnecting");
    const delay = retryDelay(this.attempt++, code, Math.random());
    this.retryTimer = setTimeout(() => this.connect(this.current), delay);
  }

  /** Handlers are taken off first: a half-open socket can take minutes to report its own close. */
  private release(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private check(): void {
    if (!this.socket) return;
    const now = Date.now();
    if (now >= this.deadline) this.lose(0);
    else if (this.current === "ready" && now - this.pingedAt >= PING_EVERY_MS) this.ping(now);
  }

  /** Timers sleep with the machine and in hidden tabs; on waking, the line must prove itself quickly. */
  private wake(): void {
    if (document.visibilityState !== "visible" || this.current === "idle") return;
    if (this.current !== "ready") this.retryNow();
    else if (Date.now() - this.heardAt > CHECK_EVERY_MS) this.probe();
  }

  private ping(now: number): void {
    this.pingedAt = now;
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send('{"type":"ping"}');
  }

  private change(state: LinkState): void {
    if (state === this.current) return;
    this.current = state;
    this.options.onState?.(state);
  }

  private listen(target: EventTarget, type: string, handler: () => void): void {
    target.addEventListener(type, handler);
    this.unlisten.push(() => target.removeEventListener(type, handler));
  }
}

/** Address of a socket on the page's own origin. */
export function socketUrl(path: string, page: Location = window.location): string {
  return `${page.protocol === "https:" ? "wss" : "ws"}://${page.host}${path}`;
}

function parseFrame<F extends Frame>(data: unknown): F | null {
  try {
    const frame = JSON.parse(String(data)) as F | null;
    return frame && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
