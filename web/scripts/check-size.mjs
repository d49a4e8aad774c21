/**
 * What a customer and an agent download, gzipped: fails when a page is heavier than it may be.
 *
 *   npm run build && npm run size
 *
 * A page's weight is its index.html and every script and style sheet that the page asks for by itself.
 * What comes later, on demand (another language, the charts), is listed but not counted.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const KIB = 1024;
const dist = new URL("../dist/", import.meta.url);
const LIMITS = { widget: 45 * KIB, console: 300 * KIB };
const LOADER_LIMIT = 3 * KIB;

const weigh = (path) => gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length;
const show = (bytes) => `${(bytes / KIB).toFixed(1)} KiB`;
let isTooHeavy = false;

function report(name, bytes, limit) {
  const verdict = bytes <= limit ? "ok" : "TOO HEAVY";
  isTooHeavy ||= bytes > limit;
  console.log(`${name.padEnd(10)} ${show(bytes).padStart(10)} of ${show(limit)}  ${verdict}`);
}

/** Assets named by the page itself, and those that their scripts import without being asked. */
function firstLoad(name) {
  const found = new Set();
  const queue = [...readFileSync(new URL(`${name}/index.html`, dist), "utf8").matchAll(/\/assets\/([^"']+\.(?:js|css))/g)].map((m) => m[1]);
  while (queue.length > 0) {
    const asset = queue.pop();
    if (found.has(asset)) continue;
    found.add(asset);
    if (!asset.endsWith(".js")) continue;
    const code = readFileSync(new URL(`${name}/assets/${asset}`, dist), "utf8");
    for (const match of code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["']\.\/([^"']+\.js)["']/g)) queue.push(match[1]);
  }
  return found;
}

for (const [name, limit] of Object.entries(LIMITS)) {
  if (!existsSync(new URL(`${name}/index.html`, dist))) {
    console.error(`web/dist/${name} is missing: run "npm run build" first`);
    process.exit(2);
  }
  const first = firstLoad(name);
  const bytes = [...first].reduce((sum, asset) => sum + weigh(`${name}/assets/${asset}`), weigh(`${name}/index.html`));
  report(name, bytes, limit);
  const later = readdirSync(new URL(`${name}/assets/`, dist)).filter((asset) => /\.(js|css)$/.test(asset) && !first.has(asset));
  for (const asset of later) console.log(`   on demand ${show(weigh(`${name}/assets/${asset}`)).padStart(10)}  ${asset}`);
}
report("loader", weigh("loader/loader.js"), LOADER_LIMIT);
process.exit(isTooHeavy ? 1 : 0);
