"""Whether everyone can use a page, as far as a program can tell."""

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

EVERY_RULE = {"preload": False}
GUIDELINES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def violations(page: Page, options: dict = GUIDELINES) -> list[dict]:
    """What axe holds against the page. What it praises is not spelt out: that takes far longer."""
    page.evaluate(AXE_SCRIPT)
    asked = json.dumps(options | {"resultTypes": ["violations"]})
    return page.evaluate(f"axe.run({asked}).then(found => found.violations)")


def is_stock(node: dict) -> bool:
    """Whether Django's own markup is at fault: its search in a choice and in a list, the corner of
    a table, the switch of counts beside a list."""
    stock = ("select2", "#searchbar", ".original", "_facets")
    return any(part in str(node["target"]) for part in stock)
