/** What every page's build has in common: its base path, its output folder, and the service to ask while developing. */
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import type { PluginOption, UserConfig } from "vite";

const web = fileURLToPath(new URL(".", import.meta.url));
/** The service the development server passes calls to; only used by `npm run dev:*`. */
const service = process.env.ZHIKE_DEV_SERVICE ?? "http://127.0.0.1:8000";

/** Settings shared with the tests, so that both find the same modules. */
export const alias: Record<string, string> = { "@shared": `${web}shared` };

/** One page `web/<name>/` served under `/<name>/`, built to `web/dist/<name>/` with content-hashed assets. */
export function page(name: string, plugins: PluginOption[] = []): UserConfig {
  return {
    root: `${web}${name}`,
    base: `/${name}/`,
    resolve: { alias },
    plugins: [vue(), ...plugins],
    define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    build: {
      outDir: `${web}dist/${name}`,
      emptyOutDir: true,
      target: "es2020",
      minify: "terser",
      // "strict": Vue's refs are read only to be told of their changes, and a bolder minifier takes such reads out.
      terserOptions: { ecma: 2020, module: true, compress: { passes: 3, pure_getters: "strict" }, format: { comments: false } },
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    server: { proxy: { "/api": { target: service, ws: true } } },
  };
}
