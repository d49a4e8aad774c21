/** Builds the console: one place that names everything the page is made of. */
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { i18n } from "./i18n";
import { router } from "./router";
import "element-plus/es/components/base/style/css";
import "./styles/tokens.css";
import "./styles/base.css";

createApp(App).use(createPinia()).use(i18n).use(router).mount("#app");
