/** The loader is one small script with a fixed name: institutions paste its address into their pages once. */
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { alias } from "./vite.page";

const web = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: `${web}loader`,
  resolve: { alias },
  build: {
    outDir: `${web}dist/loader`,
    emptyOutDir: true,
    target: "es2018",
    minify: "terser",
    terserOptions: { compress: { passes: 3 }, format: { comments: false } },
    lib: { entry: "loader.ts", formats: ["iife"], name: "zhikeLoader", fileName: () => "loader.js" },
    reportCompressedSize: false,
  },
  plugins: [
    {
      name: "serve-beside-the-widget",
      closeBundle(): void {
        mkdirSync(`${web}dist/widget`, { recursive: true });
        copyFileSync(`${web}dist/loader/loader.js`, `${web}dist/widget/loader.js`);
      },
    },
  ],
});
