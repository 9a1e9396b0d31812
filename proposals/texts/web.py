"""The article of a web page, without what stands around it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.xml import xmltotxt

# By the library's own measure, made for English, a short Chinese article is no article.
_SHORTEST = 20
_INLINE = ("hi", "ref", "del")


@dataclass(frozen=True)
class WebPage:
    """What was found in a web page, and what it says of itself."""

    text: str
    title: str = ""
    author: str = ""
    published_on: dt.date | None = None


def read(page: str) -> WebPage:
    """Headings keep their marks, so that articles can be told apart; the byline that the library
    takes out of the text stands below the headline again."""
    found: Any = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        deduplicate=False,
        config=_config(),
    )
    if found is None or found.body is None:
        return WebPage("")
    etree.strip_tags(found.body, *_INLINE)
    text = xmltotxt(found.body, include_formatting=True).strip()
    title, author = found.title or "", found.author or ""
    if title and title not in text[: len(title) + 20]:
        text = f"# {title}\n\n{text}"
    if author and author not in text[:400]:
        first, _, rest = text.partition("\n")
        text = f"{first}\n\n{author}\n{rest}"
    return WebPage(text, title, author, _day(found.date))


def _config() -> Any:
    config = type(DEFAULT_CONFIG)()
    config.read_dict(DEFAULT_CONFIG)
    for name in ("min_extracted_size", "min_output_size"):
        config.set("DEFAULT", name, str(_SHORTEST))
    return config


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
