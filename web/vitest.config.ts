import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { alias } from "./vite.page";

export default defineConfig({
  plugins: [vue()],
  resolve: { alias },
  test: {
    environment: "happy-dom",
    // A frame of a page under test is never fetched, and need not be complained about.
    onConsoleLog: (text) => !text.includes("Iframe page loading is disabled"),
    include: ["{shared,widget,loader,console}/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    maxWorkers: 2,
    minWorkers: 1,
    server: { deps: { inline: ["element-plus"] } },
  },
});
