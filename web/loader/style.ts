/** Looks of the button and the panel. Sizes in px: the institution's root font size must not change them. */
export const styleSheet = `
:host{all:initial}
button{position:fixed;right:max(24px,env(safe-area-inset-right));bottom:max(24px,env(safe-area-inset-bottom));z-index:2147483000;width:60px;height:60px;padding:0;border:0;border-radius:50%;background:#0f4c81;color:#fff;cursor:pointer;box-shadow:0 6px 20px rgba(15,45,80,.32);transition:transform .15s}
button:hover{background:#0b3d69;transform:translateY(-2px)}
button:focus-visible{outline:3px solid #f0b429;outline-offset:3px}
svg{width:30px;height:30px;display:block;margin:auto}
.a{fill:#fff}.b{display:none;fill:none;stroke:#fff;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.open .a{display:none}.open .b{display:block}
span{position:absolute;top:-4px;right:-4px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;border:2px solid #fff;background:#c8102e;color:#fff;font:600 12px/18px system-ui,sans-serif}
[hidden]{display:none}
iframe{position:fixed;right:24px;bottom:100px;z-index:2147483000;width:400px;height:min(680px,calc(100vh - 124px));border:0;border-radius:14px;background:#fff;box-shadow:0 16px 48px rgba(15,45,80,.28);visibility:hidden;opacity:0;transform:translateY(12px);transition:opacity .18s,transform .18s,visibility .18s;color-scheme:light}
.open iframe{visibility:visible;opacity:1;transform:none}
.full iframe{inset:0;width:100%;height:100%;border-radius:0}
.full.open button{display:none}
@media(prefers-reduced-motion:reduce){button,iframe{transition:none}}
@media print{button,iframe{display:none}}
`;
