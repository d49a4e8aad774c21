/// <reference types="vite/client" />
/// <reference types="element-plus/global" />

declare module "element-plus/es/components/*/style/css";
