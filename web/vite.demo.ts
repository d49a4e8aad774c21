import { defineConfig } from "vite";
import { page } from "./vite.page";

export default defineConfig(page("demo"));
