/** The conversation of this page: session, line, log and outbox put together. One is made at start. */
import { type Api, type ApiError, createApi } from "@shared/api";
import { retryDelay } from "@shared/backoff";
import { Delivery } from "@shared/delivery";
import type { Ack, ConversationEvent, CustomerClientFrame, CustomerServerFrame, ErrorFrame } from "@shared/events";
import { Outbox, type OutboxItem } from "@shared/outbox";
import { type LinkState, LiveSocket, socketUrl } from "@shared/socket";
import { computed, type InjectionKey, inject, ref, shallowRef } from "vue";
import { clearDraft } from "../lib/draft";
import type { TextKey } from "../lib/i18n";
import { createActions } from "./actions";
import { createLog } from "./log";
import { createPolling } from "./polling";
import { createPresence } from "./presence";
import { type Session, SessionKeeper, type Surroundings } from "./session";

const BASE = "/api/v1/chat";
/** Stands for the conversation while no session could be made yet. */
const UNBORN = "new";
/** A session that ends this soon after it began points to a fault; asking anew at once would make a storm. */
const TOO_SOON_MS = 10_000;

export class Chat {
  readonly session = shallowRef<Session | null>(null);
  readonly link = ref<LinkState>("idle");
  /** No session could be made: the service does not answer. */
  readonly isUnreachable = ref(false);
  /** The service no longer understands this page, which is older than it: only loading it anew helps. */
  readonly isOutdated = ref(false);
  readonly notice = ref<TextKey | null>(null);
  /** Counts the persons who used this page: when it rises, what the former one was writing is cleared. */
  readonly identity = ref(0);
  readonly isOnline = computed(() => this.link.value === "ready" || this.polling.isWorking.value);

  /** Calls with the present session; replaced together with it. */
  private sessionApi: Api = createApi({ base: BASE });
  private readonly api: Api = (method, path, body) => this.sessionApi(method, path, body);
  private readonly outbox = new Outbox("zhike.outbox");
  private readonly keeper: SessionKeeper;
  private readonly log = createLog(this.api, (event) => this.stored(event));
  readonly state = this.log.state;

  private readonly line = new LiveSocket<CustomerServerFrame, CustomerClientFrame>({
    url: socketUrl(`${BASE}/socket`),
    hello: () => ({ type: "hello", session_token: this.session.value?.session_token ?? "", after_seq: this.state.value.lastSeq }),
    onFrame: (frame) => this.receive(frame),
    onState: (link) => this.lineIs(link),
    onSessionEnded: () => this.renew(this.session.value),
  });
  private readonly polling = createPolling({
    api: this.api,
    catchUp: this.log.catchUp,
    onAck: (ack) => this.acked(ack),
    // An ended session says nothing of the message; the session that replaces it takes it along.
    onRefused: (item, error) => this.delivery.failed({ code: error.isTemporary || error.status === 401 ? "unavailable" : error.code, client_id: item.client_id }),
    onWorking: () => this.ready(),
  });
  private readonly delivery = new Delivery({
    outbox: this.outbox,
    items: () => (this.session.value ? this.outbox.items(this.session.value.conversation_id) : []),
    send: (item) => this.transmit(item),
    onRefused: (item) => this.log.apply({ type: "pending", item }),
    onLate: () => this.line.probe(),
  });
  readonly presence = createPresence(
    () => void this.line.send({ type: "typing" }),
    (seq) => this.line.send({ type: "read", seq }),
  );
  readonly actions = createActions({
    api: this.api,
    state: () => this.state.value,
    hasSession: () => this.session.value !== null,
    apply: this.log.apply,
    say: (text) => this.send(text),
  });

  private attempt = 0;
  private enteredAt = 0;
  private beginTimer: ReturnType<typeof setTimeout> | undefined;
  /** Rises with each new beginning, so that an answer to an older one is not used. */
  private beginning = 0;

  constructor(surroundings: () => Surroundings) {
    this.keeper = new SessionKeeper(createApi({ base: BASE }), surroundings);
  }

  /** Says who the customer is (null: a guest) and begins, or begins anew when it is somebody else now. */
  identify(customerToken: string | null): void {
    if (this.keeper.adopt(customerToken)) {
      this.identity.value++;
      clearDraft();
      this.outbox.clear();
      this.line.stop();
      this.session.value = null;
    } else if (this.session.value) return;
    this.show(UNBORN);
    void this.begin();
  }

  send(text: string): void {
    const item = this.outbox.add(this.session.value?.conversation_id ?? UNBORN, text);
    this.log.apply({ type: "pending", item });
    this.delivery.flush();
  }

  drop(clientId: string): void {
    this.outbox.remove(clientId);
    this.log.apply({ type: "dropped", client_id: clientId });
  }

  retryMessage(clientId: string): void {
    this.delivery.retry(clientId);
  }

  retryNow(): void {
    if (this.session.value) this.line.retryNow();
    else void this.begin();
  }

  /** Gets a session and opens the line; `dead` is the token of a session that has ended. Retries by itself. */
  private async begin(dead: string | null = null): Promise<void> {
    clearTimeout(this.beginTimer);
    this.polling.stop();
    const mine = ++this.beginning;
    try {
      const { session, replaced } = await this.keeper.obtain(dead);
      if (mine === this.beginning) this.enter(session, replaced);
    } catch (cause) {
      if (mine !== this.beginning) return;
      this.isUnreachable.value = true;
      this.beginLater(dead, (cause as ApiError).retryAfterMs);
    }
  }

  private beginLater(dead: string | null, leastMs = 0): void {
    clearTimeout(this.beginTimer);
    this.beginTimer = setTimeout(() => void this.begin(dead), leastMs + retryDelay(this.attempt++, 0, Math.random()));
  }

  /** The session was expired or revoked. An answer that belongs to an earlier session changes nothing. */
  private renew(ended: Session | null): void {
    if (ended !== this.session.value) return;
    const dead = ended?.session_token ?? null;
    if (Date.now() - this.enteredAt < TOO_SOON_MS) this.beginLater(dead);
    else void this.begin(dead);
  }

  private enter(session: Session, replaced: string | null): void {
    this.enteredAt = Date.now();
    this.isUnreachable.value = false;
    this.notice.value = replaced ? "notice.expired" : session.refused_token ? "notice.refused" : null;
    if (replaced) this.outbox.move(replaced, session.conversation_id);
    this.outbox.move(UNBORN, session.conversation_id);
    this.session.value = session;
    this.sessionApi = createApi({
      base: BASE,
      headers: () => ({ Authorization: `Bearer ${session.session_token}` }),
      onError: (error) => { if (error.status === 401) this.renew(session); },
    });
    this.presence.reset();
    this.show(session.conversation_id);
    this.line.restart();
  }

  /** Starts the log of a conversation with what is still unsent in it. */
  private show(conversationId: string): void {
    this.log.reset(conversationId);
    for (const item of this.outbox.items(conversationId)) this.log.apply({ type: "pending", item });
  }

  private lineIs(link: LinkState): void {
    this.link.value = link;
    if (this.session.value) this.polling.lineIs(link === "ready" || link === "idle");
  }

  private receive(frame: CustomerServerFrame): void {
    if (frame.type === "event") this.log.apply({ type: "event", event: frame.event });
    else if (frame.type === "ack") this.acked(frame);
    else if (frame.type === "typing") this.presence.typed(frame.actor);
    else if (frame.type === "error") this.failed(frame);
    else if (frame.type === "ready" || frame.type === "snapshot") this.log.apply({ type: "snapshot", snapshot: frame.conversation });
    if (frame.type === "ready") {
      this.presence.read(frame.conversation.read.customer_seq);
      this.delivery.lineReady();
      this.ready();
    }
  }

  private failed(error: ErrorFrame): void {
    if (error.code === "invalid_frame") this.isOutdated.value = true;
    this.delivery.failed(error);
  }

  /** The service answers, by socket or by HTTP. */
  private ready(): void {
    this.attempt = 0;
    this.delivery.flush();
    this.presence.lineReady();
    void this.actions.retryHandoff();
  }

  private transmit(item: OutboxItem): boolean {
    return this.line.send({ type: "message.send", client_id: item.client_id, text: item.text }) || this.polling.post(item);
  }

  private acked(ack: Ack): void {
    this.delivery.acked(ack);
    this.log.apply({ type: "ack", ack });
  }

  /** A row seen in the log is on disk, whether or not its ack came. */
  private stored(event: ConversationEvent): void {
    if (event.client_id) this.delivery.acked({ client_id: event.client_id });
    if (event.type === "message.created" && event.actor.kind !== "customer") this.presence.spoke();
  }
}

export const CHAT: InjectionKey<Chat> = Symbol("chat");

/** The chat of the surrounding app. */
export function useChat(): Chat {
  const chat = inject(CHAT);
  if (!chat) throw new Error("used outside the widget's app");
  return chat;
}
