"""Text in the reader's language, marked where it is in another one, and how things are shown."""

import re
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from proposals import demonstration, search
from proposals.choices import LOOKED_FOR_RESPONSE, STATUS_MEANINGS, Status
from proposals.languages import EN, HANS, HANT, LANG_TAGS, LOCALES, PREFIXES, SUFFIXES, to_hans
from proposals.models import Proposal

register = template.Library()

# So many characters of a title have room on a line of a phone.
SHORT_PHRASE = 15


@register.simple_tag
def lang_tag() -> str:
    """The language of the page."""
    return LANG_TAGS[get_language() or HANT]


@register.simple_tag
def text(row: Any, name: str, terms: Any = ()) -> SafeString | str:
    """A text of a row in the reader's language, its hits marked.

    Where it is not written in that language the Traditional text stands in, marked as such.
    """
    language = get_language() or HANT
    source = getattr(row, f"{name}_hant")
    own = getattr(row, name + SUFFIXES[language], "")
    if not own and language == HANS:
        own = to_hans(source)
    shown = marked(own or source, terms)
    if own and language == EN:
        return _with_chinese_marked(shown)
    if name == "title" and _has_short_phrases(own or source):
        shown = format_html('<span class="phrases">{}</span>', shown)
    if own or not source:
        return shown
    return format_html('<span lang="{}">{}</span>', LANG_TAGS[HANT], shown)


def _has_short_phrases(title: str) -> bool:
    """Whether each part of a title between its marks has room on a line of a phone."""
    phrases = re.split("[，、：；「」『』《》（）]", title)
    return len(phrases) > 1 and max(map(len, phrases)) <= SHORT_PHRASE


def _with_chinese_marked(shown: str) -> SafeString:
    """English that gives a name in Chinese beside it. `shown` is escaped already."""
    tagged = rf'<span lang="{LANG_TAGS[HANT]}">\1</span>'
    return SafeString(re.sub(rf"([{search.HAN}]+)", tagged, shown))


@register.simple_tag
def printed_in(words: str, language: str = "") -> SafeString | str:
    """The attribute for words of a document, which stay as printed; none in the page's language.

    `language` is what an editor noted of it; where nobody did, the script of the words tells.
    """
    language = language or ("zh" if search.has_han(words) else "en")
    if LANG_TAGS[get_language() or HANT].startswith(language):
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag
def other_language(words: str) -> str:
    """Tells readers of English that a title is in Chinese, and those of Chinese the reverse."""
    is_english = get_language() == EN
    if search.has_han(words) != is_english:
        return ""
    return gettext("in Chinese") if is_english else gettext("in English")


@register.simple_tag
def gloss(row: Any, name: str) -> str:
    """The editors' English of what stays as printed: for readers of English alone."""
    return getattr(row, f"{name}_en") if row and get_language() == EN else ""


@register.simple_tag
def marked(words: str, terms: Any = ()) -> SafeString | str:
    """The words with what the reader looked for marked."""
    if not terms:
        return conditional_escape(words)
    return format_html_join(
        "", "{}{}{}", (_wrapped(piece, is_hit) for piece, is_hit in search.highlight(words, terms))
    )


def _wrapped(piece: str, is_hit: bool) -> tuple[Any, str, Any]:
    return (SafeString("<mark>"), piece, SafeString("</mark>")) if is_hit else ("", piece, "")


@register.filter
def number(value: int) -> str:
    """A count with its thousands parted: 1,234 in each of the three languages."""
    return f"{value:,}"


@register.filter
def percent(part: float) -> str:
    """A share as whole hundredths, of which none and all are told of those alone."""
    if 0 < part < 0.01:
        return "<1%"
    return f"{min(round(100 * part), 99) if part < 1 else 100}%"


@register.inclusion_tag("proposals/_status.html")
def status(code: str, is_linked: bool = False) -> dict[str, Any]:
    """Where policy stands: a shape and a word, never a colour alone."""
    return {"status": Status(code), "is_linked": is_linked}


@register.simple_tag
def status_label(code: str) -> str:
    """The name of a status."""
    return str(Status(code).label)


@register.simple_tag
def status_meaning(proposal: Proposal, is_past: object) -> str:
    """What the status of a proposal means; today it is also known whether anybody looked."""
    status = Status(proposal.shown_status)
    if status == Status.PROPOSED and not is_past:
        return str(LOOKED_FOR_RESPONSE[proposal.checked_on is not None])
    return str(STATUS_MEANINGS[status])


@register.simple_tag
def site_name() -> str:
    """The name of the site, which says so where it is a demonstration."""
    return demonstration.site_name()


@register.simple_tag(name="demonstration")
def demonstration_mark() -> str:
    """What marks a demonstration; nothing elsewhere."""
    return demonstration.mark()


@register.simple_tag
def version() -> str:
    """The release of the tracker, as CHANGELOG.md names it."""
    return settings.VERSION


@register.simple_tag
def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The address of this page, with its query, in each language."""
    bare = request.path
    for prefix in (PREFIXES[HANS], PREFIXES[EN]):
        if bare == prefix or bare.startswith(f"{prefix}/"):
            bare = bare.removeprefix(prefix)
    query = request.GET.urlencode()
    found = []
    for language, name in ((HANT, "繁體"), (HANS, "简体"), (EN, "English")):
        path = PREFIXES[language] + quote(bare)
        # A path that begins with two slashes would lead to another host.
        path = escape_leading_slashes(path)
        address = f"{path}?{query}" if query else path
        found.append(
            {
                "tag": LANG_TAGS[language],
                "locale": LOCALES[language],
                "name": name,
                "address": address,
                "absolute": settings.SITE_URL + address,
                "is_current": language == get_language(),
            }
        )
    return found
