"""The browser of the tests, the system's own Chromium, and the built pages it is shown."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from command import pages
from command.paths import PAGES
from command.steps import Steps

# Headless and alone: no sandbox (containers run as root), no GPU, and nothing it would fetch by itself.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_chromium() -> str | None:
    """The path of Chromium, or None on a machine without."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def have_pages(logs: Path) -> bool:
    """True when the pages of the present sources are built, which is done here where their packages are installed."""
    if not pages.are_built() and pages.are_packages_installed():
        with Steps() as steps:
            asyncio.run(pages.build(steps, logs))
    return pages.are_built() and (PAGES / "demo" / "index.html").exists()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. While it runs, the thread has an event loop of Playwright's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()
