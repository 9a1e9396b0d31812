"""Pure: the text that a page in HTML shows, with each character where the page has it."""

import re

from proposals.texts.reading import is_web_page

_MARKUP = re.compile(
    r"(?is)<(script|style|head|nav|footer|aside|noscript|svg|form)\b.*?</\1\s*>|<!--.*?-->|<[^<>]{0,2000}>"
)
_HEADING = re.compile(r"(?i)<h([1-6])\b")
_BLOCK = re.compile(
    r"(?i)</?(?:p|div|br|h[1-6]|li|ul|ol|tr|table|section|article|header|figure|figcaption|blockquote|main|td)\b"
)
_ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&mdash;": "—",
    "&hellip;": "…",
}


def shown_text(text: str) -> str:
    """The text that a page in HTML shows, each character in the same place as in the page."""
    if not is_web_page(text):
        return text
    blank = _MARKUP.sub(_blanked, text)
    for entity, character in _ENTITIES.items():
        blank = blank.replace(entity, character.ljust(len(entity)))
    return blank


def _blanked(found: re.Match[str]) -> str:
    tag = found[0]
    heading = _HEADING.match(tag)
    if heading and len(tag) > int(heading[1]) + 2:
        marks = "\n" + "#" * min(int(heading[1]), len(tag) - 2)
        return marks + " " * (len(tag) - len(marks))
    if _BLOCK.match(tag):
        return "\n\n".ljust(len(tag)) if len(tag) > 1 else "\n"
    return " " * len(tag)
