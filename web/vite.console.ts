import AutoImport from "unplugin-auto-import/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import Components from "unplugin-vue-components/vite";
import { defineConfig, mergeConfig } from "vite";
import { page } from "./vite.page";

/** Element Plus has options-API components inside, so that API stays on here; its parts are imported where they are used. */
const elementPlus = [
  AutoImport({ resolvers: [ElementPlusResolver()], dts: false }),
  Components({ resolvers: [ElementPlusResolver()], dts: false }),
];

export default defineConfig(
  mergeConfig(page("console", elementPlus), {
    define: { __VUE_OPTIONS_API__: "true", __VUE_I18N_LEGACY_API__: "false" },
    build: {
      chunkSizeWarningLimit: 700, // kB before gzip: ECharts, which only the report loads
    },
  }),
);
