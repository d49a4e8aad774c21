/** Words: both languages say everything, with the same blanks to fill, and everything the pages ask for is there. */
import { expect, test } from "vitest";
import en from "./en";
import zhCN from "./zh-CN";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((text, name) => flat.set(name, text));
  }
  return flat;
}

const chinese = flatten(zhCN);
const english = flatten(en);
/** The service's own sentences are Chinese, so English needs more of these. */
const isShared = (key: string): boolean => !key.startsWith("error.code.");
const blanks = (text = ""): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
const sources = import.meta.glob<string>(["../**/*.{vue,ts}", "!../**/*.test.ts"], { query: "?raw", import: "default", eager: true });

test("both languages have the same words", () => {
  expect([...english.keys()].filter(isShared).sort()).toEqual([...chinese.keys()].filter(isShared).sort());
});

test("both languages leave the same blanks", () => {
  for (const [key, text] of chinese) if (english.has(key)) expect(blanks(english.get(key)), key).toEqual(blanks(text));
});

test("every word a page asks for by name exists", () => {
  const asked = Object.values(sources).flatMap((source) => [...source.matchAll(/\bt\(\s*["'`]([\w.]+)["'`]/g)].map((match) => match[1] ?? ""));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !chinese.has(key))).toEqual([]);
});

test("no page holds Chinese words of its own", () => {
  const views = Object.entries(sources).filter(([path]) => path.endsWith(".vue"));
  const offenders = views.filter(([, source]) => /[\u4e00-\u9fff]/.test(source.replace(/\/\*\*[\s\S]*?\*\//g, "").replace(/"(切换为)?中文"|'(切换为)?中文'/g, "")));
  expect(offenders.map(([path]) => path)).toEqual([]);
});
