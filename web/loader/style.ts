/** Looks of the button and the panel. Sizes in px: the institution's root font size must not change them. */
export const styleSheet = `
:host{all:initial}
div>button{position:fixed;right:max(24px,env(safe-area-inset-right));bottom:max(24px,env(safe-area-inset-bottom));z-index:2147483000;width:60px;height:60px;padding:0;border:0;border-radius:50%;background:#0f4c81;color:#fff;cursor:pointer;box-shadow:0 6px 20px rgba(15,45,80,.32);transition:transform .15s}
div>button:hover{background:#0b3d69;transform:translateY(-2px)}
:focus-visible{outline:3px solid #f0b429;outline-offset:3px}
svg{width:30px;height:30px;display:block;margin:auto}
.a{fill:#fff}.b{display:none;fill:none;stroke:#fff;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.open .a{display:none}.open .b{display:block}
span{position:absolute;top:-4px;right:-4px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;border:2px solid #fff;background:#c8102e;color:#fff;font:600 12px/18px system-ui,sans-serif}
[hidden]{display:none}
iframe{position:fixed;right:24px;bottom:100px;z-index:2147483000;width:400px;height:min(680px,calc(100vh - 124px));border:0;border-radius:14px;background:#fff;box-shadow:0 16px 48px rgba(15,45,80,.28);visibility:hidden;opacity:0;transform:translateY(12px);transition:opacity .18s,transform .18s,visibility .18s;color-scheme:light}
.open iframe{visibility:visible;opacity:1;transform:none}
section{position:fixed;right:24px;bottom:100px;z-index:2147483000;width:400px;height:min(680px,calc(100vh - 124px));box-sizing:border-box;padding:30vh 32px 0;border-radius:14px;background:#fff;color:#1c2733;box-shadow:0 16px 48px rgba(15,45,80,.28);font:16px/1.6 system-ui,sans-serif;text-align:center;outline:0;display:none}
.open.wait section{display:block}
.open.wait iframe{visibility:hidden}
section p{margin:0}
section a{display:block;margin:8px 0 16px;color:#0f4c81;font-weight:600}
section a[hidden],section button[hidden]{display:none}
section button{min-height:44px;margin:4px;padding:0 20px;border:1px solid #aab6c3;border-radius:8px;background:#fff;color:#0f4c81;font:inherit;cursor:pointer}
.full iframe,.full section{inset:0;width:100%;height:100%;border-radius:0}
.full.open>button{display:none}
@media(prefers-reduced-motion:reduce){button,iframe{transition:none}}
@media print{button,iframe,section{display:none}}
`;
