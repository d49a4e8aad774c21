"""How a page looks and is read out, where no role or label tells it."""

import re

from playwright.sync_api import Locator

# In an ARIA snapshot: something to press or to fill in that a screen reader has no name for.
NAMELESS = re.compile(r"^\s*- (?:button|textbox|searchbox|combobox|link|switch|radio|log)(?: \[|:|$).*", re.MULTILINE)

SIDEWAYS = """each => {
  const page = each.ownerDocument.documentElement;
  return [page, each].some((box) => box.scrollWidth > box.clientWidth + 1);
}"""


def scrolls_sideways(place: Locator) -> bool:
    """True when the page `place` is on, or `place` itself, has more than fits its width."""
    return place.evaluate(SIDEWAYS)


def size_of_type(place: Locator) -> float:
    """In CSS pixels."""
    return place.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
