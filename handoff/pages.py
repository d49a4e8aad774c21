"""Serves the built pages (demo bank, staff console, widget) and says what a browser may keep and embed."""

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from handoff.settings import ROOT, Settings

DIST = ROOT / "web" / "dist"
NAMES = ("demo", "console", "widget")
FOREVER = "public, max-age=31536000, immutable"  # assets carry a hash of their content in their name
ASK_AGAIN = "no-cache"  # kept, but asked about each time: an ETag answers in a few bytes
# The console's charts and tables set style attributes. Scripts come from us alone.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)
NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>页面尚未生成</title>
<body style="font-family:sans-serif;max-width:36em;margin:4em auto;line-height:1.8">
<h1>页面尚未生成</h1>
<p>服务已经启动，但网页还没有构建。请在项目目录运行 <code>./zhike up</code>，它会自动构建页面。</p></body></html>"""


def are_built() -> bool:
    return all((DIST / name / "index.html").exists() for name in NAMES)


class Pages(StaticFiles):
    """One built page and its assets. `ancestors` are the sites that may show it in a frame."""

    def __init__(self, folder: Path, *, ancestors: str) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._folder = folder
        self._policy = POLICY.format(ancestors=ancestors)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not (self._folder / "index.html").exists():
            return HTMLResponse(NOT_BUILT, status_code=503)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else ASK_AGAIN
        response.headers["Content-Security-Policy"] = self._policy
        if path == "loader.js":
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # institutions' pages load it
        return response

    async def check_config(self) -> None:
        """Nothing: the folder may appear while we run, when the pages are built."""


def install(app: FastAPI, settings: Settings) -> None:
    """Mount the pages. Anybody may embed the widget only from `allowed_origins`; the console is never embedded."""
    ancestors = {"widget": " ".join(("'self'", *settings.allowed_origins)), "demo": "'self'", "console": "'none'"}
    for name in NAMES:
        pages = Pages(DIST / name, ancestors=ancestors[name])
        app.router.routes.append(Mount(f"/{name}", GZipMiddleware(pages, minimum_size=1024), name=name))
    app.router.routes.append(Route("/", lambda request: RedirectResponse("/demo/"), methods=["GET"]))
