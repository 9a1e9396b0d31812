"""Where readers go, in which languages, and through windows of which width."""

from playwright.sync_api import Page

DESKTOP, PHONE = 1280, 390
LANGUAGES = {"/": "zh-Hant-HK", "/zh-hans/": "zh-Hans", "/en/": "en"}
# Each language and each width: pages are alike in all languages, but for their words.
SEEN = [("/", DESKTOP), ("/", PHONE), ("/zh-hans/", PHONE), ("/en/", DESKTOP)]


def too_wide(page: Page, *widths: int) -> list[int]:
    """The windows that the page is wider than."""
    before, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(width)
    page.set_viewport_size(before)
    return found


ADDRESSES = [
    "",
    "proposals/",
    "proposals/?q=基金&status=proposed&status=-declined&sector=ageing&as_of=2026-07-01",
    "proposals/?page_size=2",
    "proposals/?q=nowhere",
    "proposals/?sector=nowhere&as_of=yesterday&colour=red",
    "proposals/silver-fund/",
    "proposals/gone/",
    "moves/",
    "moves/?by=week&sector=ageing",
    "authors/",
    "authors/chan/",
    "sectors/ageing/",
    "bodies/lwb/",
    "sources/",
    "sources/article/",
    "sources/praise/",
    "ideas/silver-fund/",
    "suggest/",
    "suggest/?proposal=silver-fund",
    "methodology/",
    "glossary/",
    "documents/",
    "api/v1/docs/",
    "nowhere/",
]
