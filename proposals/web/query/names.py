"""What readers call the codes in a query string, and which codes go by a name they type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import get_language, gettext

from proposals.choices import Instrument, Precision, Specificity, Status
from proposals.dates import written_day
from proposals.folding import fold
from proposals.languages import EN, HANS, HANT, LANG_TAGS, SUFFIXES
from proposals.models import Author, Body, Document, Idea, Place, Sector, Source
from proposals.models.chosen import BOUNDED, UNDATED


@dataclass(frozen=True)
class Label:
    """A name for a reader; `lang` is given where it is not in the language of the page."""

    text: str
    lang: str = ""


Labels = dict[str, dict[str, Label]]
FIXED_FACETS = {"status": Status, "instrument": Instrument, "specificity": Specificity}
ENTRIES: dict[str, Any] = {"sector": Sector, "body": Body, "place": Place}
TITLES: dict[str, tuple[Any, str]] = {
    "author": (Author, "name"),
    "idea": (Idea, "title"),
    "document": (Document, "title"),
}


def all_labels(codes: dict[str, Iterable[str]]) -> Labels:
    """The names of these codes by parameter, each in its order; one query.

    A code that no public row has is left out, and so is a sector, body or place that is not.
    """
    labels: Labels = {
        name: {code: Label(str(label)) for code, label in choices.choices}
        for name, choices in FIXED_FACETS.items()
    }
    labels |= {name: {} for name in (*ENTRIES, *TITLES, "source")}
    labels["proposed_month"] = {code: _month(code) for code in codes.get("proposed_month", ())}
    sets = [_named(name, codes.get(name, ())) for name in (*ENTRIES, *TITLES, "source")]
    rows = sets[0].union(*sets[1:], all=True)
    for parameter, code, hant, hans, en, language, _position in sorted(
        rows, key=lambda row: (row[0], row[-1], row[1])
    ):
        labels[parameter][code] = _label(hant, hans, en, language)
    return labels


def _named(name: str, codes: Iterable[str]) -> QuerySet[Any, Any]:
    language: Any = Value("zh-Hant")
    position: Any = Value(0)
    names: list[F | Value]
    if name in ENTRIES:
        rows, key, position = ENTRIES[name].objects.all(), "code", F("position")
        names = [F(f"name{suffix}") for suffix in SUFFIXES.values()]
    elif name in TITLES:
        model, title = TITLES[name]
        rows, key = model.objects.public(), "slug"
        names = [F(f"{title}{suffix}") for suffix in SUFFIXES.values()]
    else:
        rows, key, language = Source.objects.public(), "slug", F("language")
        names = [F("headline"), Value(""), F("headline_en")]
    text = CharField()
    return (
        rows.filter(**{f"{key}__in": list(codes)})
        .order_by(key)
        .annotate(
            u_parameter=Value(name, output_field=text),
            u_code=F(key),
            u_hant=names[0],
            u_hans=names[1],
            u_en=names[2],
            u_language=language,
            u_position=position,
        )
        .values_list(
            "u_parameter", "u_code", "u_hant", "u_hans", "u_en", "u_language", "u_position"
        )
    )


def _label(hant: str, hans: str, en: str, written_in: str) -> Label:
    """The name in the reader's language, or as it was written."""
    language = get_language() or HANT
    own = {HANT: "", HANS: hans, EN: en}[language]
    if own or LANG_TAGS[language].startswith(written_in):
        return Label(own or hant)
    return Label(hant, written_in)


def labelled(row: Any) -> Label:
    """What a reader calls an author, a source or an entry of a list."""
    if isinstance(row, Source):
        return _label(row.headline, "", row.headline_en, row.language)
    return _label(row.name_hant, row.name_hans, row.name_en, "zh-Hant")


def _month(code: str) -> Label:
    if code == UNDATED:
        return Label(written_day(None))
    if code == BOUNDED:
        return Label(gettext("only bounds known"))
    year, _dash, month = code.partition("-")
    try:
        day = dt.date(int(year), int(month or 1), 1)
    except ValueError:
        return Label(code)
    return Label(written_day(day, Precision.MONTH if month else Precision.YEAR))


def known_by(name: str, typed: str, codes: Iterable[str]) -> list[str]:
    """Which of the codes have every word typed in their name, in any of the scripts; one query."""
    words = fold(typed).split()
    return [
        code
        for _parameter, code, *names, _language, _position in _named(name, codes)
        if all(word in _folded("\n".join(names)) for word in words)
    ]


@lru_cache(maxsize=50_000)
def _folded(names: str) -> str:
    return fold(names)
