"""A real browser before a real service. Skips without Chromium or pages, unless `ZHIKE_REQUIRE` names chromium."""

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium, find_chromium, have_pages
from tests.browser.people import WAIT_MS, People
from tests.requirement import lacking
from tests.world import World

STOPPED_AT = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "chapters: tests of one story, each of which needs the ones before")


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser process for all; it ends with this folder's tests, because its event loop is in others' way."""
    if find_chromium() is None:
        lacking("chromium", "there is no Chromium: install the package chromium")
    if not have_pages(tmp_path_factory.mktemp("pages")):
        lacking("chromium", "the pages are not built: run ./zhike up or ./zhike test")
    expect.set_options(timeout=WAIT_MS)
    with chromium() as running:
        yield running


@pytest.fixture
def people(browser: Browser, world: World) -> Iterator[People]:
    """Those who come to the test's own service, whose bot is the stub. No page of theirs may report an error."""
    here = People(browser, world)
    yield here
    here.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember the chapter at which a story stopped."""
    report = yield
    if report.failed and item.get_closest_marker("chapters"):
        item.parent.stash.setdefault(STOPPED_AT, item.name)
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    if stopped_at := item.parent.stash.get(STOPPED_AT, ""):
        pytest.skip(f"the story stopped at {stopped_at}")
