/** The parts a customer touches: input methods, limits, text that stays text, the rating. */
import { FakeSocket, row, said, snapshot } from "@shared/testing";
import { mount, type VueWrapper } from "@vue/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nextTick, reactive } from "vue";
import App from "../src/App.vue";
import { CHAT, Chat } from "../src/chat/chat";
import { HOST, type Host } from "../src/lib/host";

let chat: Chat;
let app: VueWrapper;
let host: Host;

beforeEach(async () => {
  FakeSocket.install();
  localStorage.clear();
  sessionStorage.clear();
  const session = {
    session_token: "t", conversation_id: "c_1", expires_at: "2099-01-01T00:00:00Z",
    settings: { title: "示例银行在线客服", bot_name: "小知", hotline: "95000", office_hours: "08:30-21:00", timezone: "Pacific/Chatham", is_within_hours: true, disclaimer: "示例政策", message_max_chars: 2000 },
  };
  vi.stubGlobal("fetch", vi.fn(async () => new Response(JSON.stringify(session))));
  chat = new Chat(() => ({ channel: "web", locale: "zh-CN", page_url: "" }));
  host = reactive({ isFramed: true, isFullScreen: false, isOpen: true, title: null, pageUrl: "", hide: vi.fn(), reload: vi.fn(), showUnread: vi.fn() });
  app = mount(App, { global: { provide: { [CHAT as symbol]: chat, [HOST as symbol]: host } }, attachTo: document.body });
  chat.identify(null);
  await vi.waitFor(() => expect(FakeSocket.opened).toHaveLength(1));
  FakeSocket.last.accept();
  FakeSocket.last.answer({ type: "ready", conversation: snapshot() });
  await nextTick();
});
afterEach(() => app.unmount());

const sent = (): unknown[] => FakeSocket.last.sent.filter((frame) => frame.type === "message.send").map((frame) => frame.text);
const input = () => app.get<HTMLTextAreaElement>("textarea[aria-label='输入消息']");
const receive = async (...events: object[]): Promise<void> => {
  for (const event of events) FakeSocket.last.answer({ type: "event", event });
  await nextTick();
};

test("Enter sends, Shift+Enter does not", async () => {
  await input().setValue("第一行");
  await input().trigger("keydown", { key: "Enter", shiftKey: true });
  expect(sent()).toEqual([]);
  await input().trigger("keydown", { key: "Enter" });
  expect([sent(), input().element.value]).toEqual([["第一行"], ""]);
});

test.each([["while composing", { key: "Enter", isComposing: true }], ["as Safari reports its end", { key: "Enter", keyCode: 229 }]])(
  "the Enter that picks a word in an input method sends nothing, %s", async (_, key) => {
    await input().setValue("nihao");
    await input().trigger("keydown", key);
    expect([sent(), input().element.value]).toEqual([[], "nihao"]);
  });

test("by when a complaint is done is told in the institution's time, wherever the customer is", async () => {
  await receive(row(1, "ticket.created", { number: "TS20261122-NB67A", kind: "complaint", status: "submitted", product: "credit_card", issue: "fee", demand: "refund", due_at: "2026-12-07T09:30:00.000Z" }));
  expect(app.get("[aria-label='投诉工单']").text()).toContain("2026年12月7日 23:15");
});

test("blank text is not sent, and too long a text is kept and counted", async () => {
  await input().setValue("  \n ");
  await input().trigger("keydown", { key: "Enter" });
  await input().setValue("字".repeat(2_003));
  await input().trigger("keydown", { key: "Enter" });
  expect([sent(), input().element.value.length]).toEqual([[], 2_003]);
  expect(app.get("#input-hint").text()).toContain("超出 3 字");
});

test("the counter appears near the limit", async () => {
  await input().setValue("字".repeat(1_799));
  expect(app.get("#input-hint").text()).not.toContain("还可输入");
  await input().setValue("字".repeat(1_900));
  expect(app.get("#input-hint").text()).toContain("还可输入 100 字");
});

test("what is being written is still there after a reload of the tab", async () => {
  await input().setValue("写了一半");
  app.unmount();
  app = mount(App, { global: { provide: { [CHAT as symbol]: chat, [HOST as symbol]: host } }, attachTo: document.body });
  expect(input().element.value).toBe("写了一半");
});

test("markup in a message, a name or a source is text", async () => {
  const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  const event = { ...row(1, "message.created", { text: evil, source: evil, risk: evil, quick_replies: [{ title: evil, text: "x" }] }, "bot"), actor: { kind: "agent", id: null, name: evil } };
  await receive(event);
  expect(app.find("img, script").exists()).toBe(false);
  expect(app.get(".bubble .text").text()).toBe(evil);
});

test("an answer shows its source, its validity and its risk", async () => {
  await receive(row(1, "message.created", { text: "年费 100 元", source: "收费标准", valid_from: "2026-01-01", valid_until: "2027-12-31", risk: "投资须谨慎" }, "bot"));
  const text = app.get(".bubble").text();
  ["收费标准", "2026年1月1日 至 2027年12月31日", "投资须谨慎"].forEach((part) => expect(text).toContain(part));
});

test("an offered answer is sent by its text, not by its title", async () => {
  await receive(row(1, "message.created", { text: "请选择", quick_replies: [{ title: "年费", text: "信用卡年费是多少" }] }, "bot"));
  await app.get(".replies button").trigger("click");
  expect(sent()).toEqual(["信用卡年费是多少"]);
});

test("a button that goes with its press gives the focus to the input, except on a phone", async () => {
  const press = async (seq: number): Promise<boolean> => {
    await receive(row(seq, "message.created", { text: "请选择", quick_replies: [{ title: "年费", text: "年费" }] }, "bot"));
    const button = app.get<HTMLButtonElement>(".replies button");
    button.element.focus();
    await button.trigger("click");
    await nextTick();
    return document.activeElement === input().element;
  };
  expect(await press(1)).toBe(true);
  host.isFullScreen = true;
  input().element.blur();
  await receive(said(2, "年费", "customer", chat.state.value.pending[0]?.client_id));
  expect(await press(3)).toBe(false);
});

test("a refused message says so and can be tried again or deleted", async () => {
  await input().setValue("你好");
  await input().trigger("keydown", { key: "Enter" });
  const id = FakeSocket.last.sent.at(-1)?.client_id;
  FakeSocket.last.answer({ type: "error", code: "invalid_request", message: "", client_id: id });
  await nextTick();
  const [retry, remove] = app.findAll(".pending button");
  await retry?.trigger("click");
  expect(sent()).toEqual(["你好", "你好"]);
  FakeSocket.last.answer({ type: "error", code: "invalid_request", message: "", client_id: id });
  await nextTick();
  await app.findAll(".pending button")[1]?.trigger("click");
  expect([remove !== undefined, app.find(".pending").exists()]).toEqual([true, false]);
});

test("the ticket shows its latest state", async () => {
  const ticket = { number: "TS20261122-ZACZ3", kind: "complaint" as const, status: "registered", due_at: "2026-12-07T09:30:00Z", product: "credit_card", issue: "fee", demand: "refund" };
  await receive(row(1, "ticket.created", ticket));
  expect(app.get(".ticket").text()).toContain("信用卡 · 收费");
  await receive(row(2, "ticket.updated", { number: ticket.number, status: "investigating", due_at: ticket.due_at }));
  expect(app.get(".ticket dd").text()).toBe("调查中");
});

test("at night the customer has left a message: nothing says they are being put through or should wait", async () => {
  await receive(row(1, "conversation.queued", { reason: "asked", priority: 0, is_within_hours: false }));
  FakeSocket.last.answer({ type: "snapshot", conversation: snapshot({ status: "queued", last_seq: 1, queue: { position: 1, ahead: 0, estimated_wait_s: null } }) });
  await nextTick();
  expect(app.get(".header").text()).toMatch(/已留言，客服上班后回复您.*已留言/s);
  expect(app.get(".queue").text()).toMatch(/已为您留言.*08:30-21:00.*如情况紧急，请拨打客服热线 95000.*我知道了.*返回智能客服/s);
  expect(app.text()).not.toMatch(/正在为您转接|正在排队|继续等待/);
});

test("the queue tells place and wait as they are, and lets the customer go back to the bot", async () => {
  FakeSocket.last.answer({ type: "snapshot", conversation: snapshot({ status: "queued", queue: { position: 3, ahead: 2, estimated_wait_s: 150 } }) });
  await nextTick();
  expect(app.get(".queue").text()).toMatch(/前面还有 2 位.*预计等待约 3 分钟/s);
  vi.mocked(fetch).mockResolvedValueOnce(new Response(JSON.stringify(snapshot())));
  await app.findAll(".queue button").find((button) => button.text() === "返回智能客服")?.trigger("click");
  await vi.waitFor(() => expect(app.find(".queue").exists()).toBe(false));
  expect(fetch).toHaveBeenLastCalledWith("/api/v1/chat/conversations/c_1/handoff/cancel", expect.anything());
});

test("the rating is asked once, sends what was chosen, and can be put aside", async () => {
  await receive(row(1, "rating.requested", {}));
  FakeSocket.last.answer({ type: "snapshot", conversation: snapshot({ status: "closed", can_rate: true, last_seq: 1 }) });
  await nextTick();
  await app.get(".rating input[value='4']").setValue();
  await app.get(".rating textarea").setValue(" 很好 ");
  vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 204 }));
  await app.get(".rating").trigger("submit");
  await vi.waitFor(() => expect(app.find(".rating").exists()).toBe(false));
  expect(fetch).toHaveBeenLastCalledWith("/api/v1/chat/conversations/c_1/rating", expect.objectContaining({ body: '{"score":4,"comment":"很好"}' }));
});

test("what arrives while the widget is hidden is unread until it is opened", async () => {
  host.isOpen = false;
  await nextTick();
  await receive(said(1, "您好", "agent"), said(2, "还在吗", "agent"));
  expect(host.showUnread).toHaveBeenLastCalledWith(2);
  host.isOpen = true;
  await nextTick();
  await nextTick();
  expect(host.showUnread).toHaveBeenLastCalledWith(0);
  expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "read", seq: 2 });
});

test("Escape closes the menu first, then hides the widget", async () => {
  const more = app.get("button[aria-label='更多设置']");
  await more.trigger("click");
  await app.get(".menu button").trigger("keydown", { key: "Escape" });
  expect([app.find(".menu").exists(), vi.mocked(host.hide).mock.calls.length]).toEqual([false, 0]);
  await input().trigger("keydown", { key: "Escape" });
  expect(host.hide).toHaveBeenCalledOnce();
});
