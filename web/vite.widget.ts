import { defineConfig } from "vite";
import { page } from "./vite.page";

/** The one part that is fetched on demand, English, has no style sheet to be fetched before it: Vite's helper for that is left out. */
const plainImports = {
  name: "plain-imports",
  enforce: "pre" as const,
  load: (id: string) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
};

export default defineConfig(page("widget", [plainImports]));
