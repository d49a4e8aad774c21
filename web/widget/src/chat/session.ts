/**
 * The customer's session: made when needed, kept in this browser, and bound to who the customer is.
 *
 * When the institution's page names another customer than before, or none any more, everything held for the
 * former one is dropped before anything is shown. Of several tabs only one makes a session at a time.
 */
import { type Api, ApiError } from "@shared/api";
import { attempt, browserStore, put } from "@shared/storage";

export interface Settings {
  title: string;
  bot_name: string;
  office_hours: string;
  /** Of the institution, by its name in the IANA database. Missing in a session that an older page kept. */
  timezone?: string;
  is_within_hours: boolean;
  hotline: string;
  disclaimer: string;
  message_max_chars: number;
}

interface SessionAnswer {
  session_token: string;
  conversation_id: string;
  expires_at: string;
  settings: Settings;
}

export interface Session extends SessionAnswer {
  /** Ending of the customer token that the service refused: this is then a guest's session. */
  refused_token: string | null;
}

/** Where and how the widget is shown; sent once with a new session. */
export interface Surroundings {
  channel: "web" | "app";
  locale: "zh-CN" | "en";
  page_url: string;
}

const SESSION_KEY = "zhike.session";
const IDENTITY_KEY = "zhike.identity";
const GUEST = "guest";

export class SessionKeeper {
  /** What storage refused to take: it lives as long as the page. */
  private readonly memory = new Map<string, string>();
  private customerToken: string | null = null;

  constructor(private readonly api: Api, private readonly surroundings: () => Surroundings) {}

  /** Says who the customer is. True when that is somebody else than before: what was kept is then forgotten. */
  adopt(customerToken: string | null): boolean {
    this.customerToken = customerToken;
    const identity = identityOf(customerToken);
    const before = this.read(IDENTITY_KEY);
    this.write(IDENTITY_KEY, identity);
    const isChanged = before !== null && before !== identity;
    if (isChanged) this.write(SESSION_KEY, null);
    return isChanged;
  }

  /**
   * The session to use. `dead` is a token the service no longer takes. `replaced` names the conversation of the
   * ended session this one stands in for. Raises ApiError.
   */
  async obtain(dead: string | null = null): Promise<{ session: Session; replaced: string | null }> {
    return exclusively(async () => {
      const held = this.held();
      if (held && held.session_token !== dead && this.isUsable(held)) return { session: held, replaced: null };
      const session = await this.create();
      this.write(SESSION_KEY, JSON.stringify(session));
      return { session, replaced: held?.conversation_id ?? null };
    });
  }

  private isUsable(held: Session): boolean {
    const isFresh = Date.parse(held.expires_at) > Date.now();
    return isFresh && (held.refused_token === null || held.refused_token === ending(this.customerToken));
  }

  /** A customer token that is expired or not valid costs the customer their name, not the conversation. */
  private async create(): Promise<Session> {
    const token = this.customerToken;
    if (token === null) return this.post({}, null);
    try {
      return await this.post({ customer_token: token }, null);
    } catch (error) {
      if (!(error instanceof ApiError) || error.isTemporary) throw error;
      return this.post({}, ending(token));
    }
  }

  private async post(more: { customer_token?: string }, refused: string | null): Promise<Session> {
    const answer = await this.api<SessionAnswer>("POST", "/sessions", { ...this.surroundings(), ...more });
    const { session_token, conversation_id, expires_at, settings } = answer;
    return { session_token, conversation_id, expires_at, settings, refused_token: refused };
  }

  private held(): Session | null {
    const held = attempt(() => JSON.parse(this.read(SESSION_KEY) ?? "null") as Session | null);
    return held && typeof held.session_token === "string" && typeof held.conversation_id === "string" ? held : null;
  }

  private read(key: string): string | null {
    return this.memory.get(key) ?? attempt(() => browserStore()?.getItem(key)) ?? null;
  }

  private write(key: string, value: string | null): void {
    this.memory.delete(key);
    if (value === null) attempt(() => browserStore()?.removeItem(key));
    else if (!put(browserStore(), key, value)) this.memory.set(key, value);
  }
}

/**
 * Who a customer token speaks of: its `sub`. Read without checking the signature, which is the service's work;
 * here it only tells one customer from another.
 */
export function identityOf(token: string | null): string {
  if (token === null) return GUEST;
  try {
    const body = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    if (typeof sub === "string" && sub !== "") return `sub:${sub}`;
  } catch {
    // Not a JWT: any other token is then somebody else.
  }
  return `token:${ending(token)}`;
}

function ending(token: string | null): string | null {
  return token === null ? null : token.slice(-24);
}

/** One tab at a time where the browser can say so; otherwise the last to write wins, and the other adopts it at its next 401. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(SESSION_KEY, work) as Promise<T>) : work();
}
