/**
 * One conversation as a reader holds it: `state × change → state`, pure, for customers and staff alike.
 *
 * The log is held as one unbroken run from `firstSeq` to `lastSeq`. An event beyond the run's end is not
 * kept, only its number: `needsRefetch` then asks the owner for "events after lastSeq", which is also how
 * a first load begins.
 */
import type { Ack, ConversationEvent, LogEvent, Snapshot } from "./events";
import type { OutboxItem } from "./outbox";

/** An own message that the log does not show yet; `ackedSeq` is set once the service has it on disk. */
export interface PendingMessage extends OutboxItem {
  ackedSeq: number | null;
}

export interface ConversationState {
  conversationId: string;
  /** Number of the first row held; `lastSeq + 1` when none is. */
  firstSeq: number;
  lastSeq: number;
  /** Rows the reader may see, by rising `seq`; hidden rows only move `lastSeq`. */
  events: readonly ConversationEvent[];
  pending: readonly PendingMessage[];
  snapshot: Snapshot | null;
  /** Highest number heard of, from events and snapshots. */
  knownSeq: number;
}

export type Change =
  | { type: "event"; event: LogEvent }
  | { type: "page"; events: readonly LogEvent[] }
  | { type: "earlier"; events: readonly LogEvent[] }
  | { type: "snapshot"; snapshot: Snapshot }
  | { type: "pending"; item: OutboxItem }
  | { type: "ack"; ack: Ack }
  | { type: "dropped"; client_id: string };

/** A conversation of which nothing is held; `afterSeq` > 0 starts the run in the middle (long histories). */
export function emptyState(conversationId: string, afterSeq = 0): ConversationState {
  return {
    conversationId, firstSeq: afterSeq + 1, lastSeq: afterSeq, events: [], pending: [], snapshot: null, knownSeq: afterSeq,
  };
}

/** True while rows are known to exist that are not held: a push was lost, or is still on its way. */
export function needsRefetch(state: ConversationState): boolean {
  return state.knownSeq > state.lastSeq;
}

export function reduce(state: ConversationState, change: Change): ConversationState {
  switch (change.type) {
    case "event":
      return appendRun(state, [change.event]);
    case "page":
      return appendRun(state, change.events);
    case "earlier":
      return prependRun(state, change.events);
    case "snapshot":
      return withSnapshot(state, change.snapshot);
    case "pending":
      return withPending(state, change.item);
    case "ack":
      return withAck(state, change.ack);
    case "dropped":
      return { ...state, pending: state.pending.filter((item) => item.client_id !== change.client_id) };
  }
}

/** Adds what continues the run; rows already held are repeats, a row that leaves a gap is only noted as known. */
function appendRun(state: ConversationState, incoming: readonly LogEvent[]): ConversationState {
  let { lastSeq, knownSeq } = state;
  const added: ConversationEvent[] = [];
  for (const event of incoming) {
    if (event.conversation_id !== state.conversationId || event.seq <= lastSeq) continue;
    knownSeq = Math.max(knownSeq, event.seq);
    if (event.seq > lastSeq + 1) continue;
    lastSeq = event.seq;
    if (event.type !== "internal") added.push(event);
  }
  if (lastSeq === state.lastSeq && knownSeq === state.knownSeq) return state;
  return { ...state, lastSeq, knownSeq, events: [...state.events, ...added], pending: unconfirmed(state.pending, added) };
}

/** Puts a page that ends right before the run in front of it; rows that overlap or do not touch it are left out. */
function prependRun(state: ConversationState, incoming: readonly LogEvent[]): ConversationState {
  let { firstSeq } = state;
  const added: ConversationEvent[] = [];
  for (const event of [...incoming].sort((a, b) => b.seq - a.seq)) {
    if (event.conversation_id !== state.conversationId || event.seq !== firstSeq - 1) continue;
    firstSeq = event.seq;
    if (event.type !== "internal") added.unshift(event);
  }
  return { ...state, firstSeq, events: [...added, ...state.events] };
}

/** A snapshot that knows of more rows than are held means that a push was lost on the way. */
function withSnapshot(state: ConversationState, snapshot: Snapshot): ConversationState {
  if (snapshot.id !== state.conversationId) return state;
  return { ...state, snapshot, knownSeq: Math.max(state.knownSeq, snapshot.last_seq) };
}

function withPending(state: ConversationState, item: OutboxItem): ConversationState {
  if (state.events.some((event) => event.client_id === item.client_id)) return state;
  const known = state.pending.some((held) => held.client_id === item.client_id);
  if (!known) return { ...state, pending: [...state.pending, { ...item, ackedSeq: null }] };
  const pending = state.pending.map((held) => (held.client_id === item.client_id ? { ...held, ...item } : held));
  return { ...state, pending };
}

/** The ack may come before or after the event itself; the message is shown once in either case. */
function withAck(state: ConversationState, ack: Ack): ConversationState {
  const isShown = ack.seq >= state.firstSeq && ack.seq <= state.lastSeq;
  const pending = state.pending
    .filter((item) => item.client_id !== ack.client_id || !isShown)
    .map((item) => (item.client_id === ack.client_id ? { ...item, ackedSeq: ack.seq, refusedCode: null } : item));
  return { ...state, pending };
}

function unconfirmed(pending: readonly PendingMessage[], added: readonly ConversationEvent[]): readonly PendingMessage[] {
  const stored = new Set(added.map((event) => event.client_id));
  return pending.some((item) => stored.has(item.client_id)) ? pending.filter((item) => !stored.has(item.client_id)) : pending;
}
