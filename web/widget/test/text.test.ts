/** Plain text stays plain: what becomes a link, what is counted, what draws a warning. */
import { expect, test } from "vitest";
import { hasSecret, lengthOf, pieces } from "../src/lib/text";

const links = (text: string): string[] => pieces(text).flatMap((piece) => (piece.href ? [piece.href] : []));

test.each([
  ["见 https://bank.example/fee。谢谢", ["https://bank.example/fee"]],
  ["(https://bank.example/a).", ["https://bank.example/a"]],
  ["https://a.example/x，http://b.example", ["https://a.example/x", "http://b.example"]],
  ["javascript:alert(1) data:text/html,x ftp://a.example //b.example", []],
  ["https://bank.example@evil.example/login", []],
  ["https://", []],
  ["<a href='https://a.example'>点这里</a>", ["https://a.example"]],
])("links in %j", (text, expected) => {
  expect(links(text)).toEqual(expected);
  expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
});

test("the number of a complaint is one piece, wherever it stands, and an address that holds one stays an address", () => {
  const cut = pieces("您的投诉TS20261122-7K3QM已受理 https://bank.example/TS20261122-7K3QM");
  expect(cut.filter((piece) => piece.isNumber).map((piece) => piece.text)).toEqual(["TS20261122-7K3QM"]);
  expect(cut.at(-1)?.href).toBe("https://bank.example/TS20261122-7K3QM");
});

test("a direction mark cannot hide in a link", () => {
  expect(links("https://bank.example/\u202egpj.exe")).toEqual(["https://bank.example/"]);
});

test("length is in characters as people see them, not in UTF-16 halves", () => {
  expect([lengthOf("年费"), lengthOf("😀𠮷"), lengthOf("")]).toEqual([2, 2, 0]);
});

test("100,000 characters are cut into pieces in no time", () => {
  const text = "https://a.example/".repeat(5_500);
  const began = performance.now();
  pieces(text);
  hasSecret("1 ".repeat(50_000));
  expect(performance.now() - began).toBeLessThan(1_000);
});

test.each([
  ["我的卡号是6222021234567890128", true],
  ["流水号 6222021234567890127", false],
  ["4111 1111 1111 1111 丢了", true],
  ["4111-1111-1111-1111", true],
  ["手机 13912345678，被扣 500 元", false],
  ["验证码是 482913", true],
  ["密码：123456", true],
  ["忘记密码怎么办", false],
  ["验证码收不到", false],
])("a secret in %j: %s", (text, expected) => {
  expect(hasSecret(text)).toBe(expected);
});
