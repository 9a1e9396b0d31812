"""What the codes of a count are called in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from proposals.choices import Precision
from proposals.dates import written_day
from proposals.finding import codes
from proposals.models import Author, Document, Idea, Source
from proposals.models.chosen import BOUNDED, UNDATED

# What a code is called in Traditional Chinese, Simplified Chinese and English.
Labelled = tuple[str, str, str]

# What is known by a slug, and where its names are. A headline is as printed in any language.
SLUGS: dict[str, tuple[Any, list[str]]] = {
    "author": (Author, ["name_hant", "name_hans", "name_en"]),
    "idea": (Idea, ["title_hant", "title_hans", "title_en"]),
    "source": (Source, ["headline"]),
    "document": (Document, ["title_hant", "title_hans", "title_en"]),
}

_written = lazy(written_day, str)


def labels(trait: str, wanted: Iterable[str]) -> dict[str, Labelled]:
    """The names of these codes, in the order of their list; a query where editors write it.

    What has no name in a language goes by that in Traditional Chinese.
    """
    known = set(wanted)
    named = {
        code: (hant, hans or hant, en or hant)
        for code, hant, hans, en in _listed(trait, known)
        if code in known
    }
    # A count may be of a moment ago, when something had another slug.
    return named | {code: (code, code, code) for code in sorted(known - named.keys())}


def _listed(trait: str, known: set[str]) -> Iterator[tuple[str, ...]]:
    if trait == "proposed_month":
        for month in sorted(known):
            yield month, *_month(month)
    elif trait in SLUGS:
        model, names = SLUGS[trait]
        rows = model.objects.filter(slug__in=known).order_by("slug", "pk")
        for slug, *texts in rows.values_list("slug", *names):
            yield slug, *texts, *[""] * (3 - len(texts))
    else:
        for code in codes.fixed(trait) if trait in codes.FIXED else codes.curated(trait):
            yield code.code, code.label_hant, code.label_hans, code.label_en


def _month(month: str) -> Iterable[str]:
    if month == UNDATED:
        return codes.in_each_language("", _written(None)).values()
    if month == BOUNDED:
        return codes.in_each_language("", _("only bounds known")).values()
    year, _dash, number = month.partition("-")
    day = dt.date(int(year), int(number or 1), 1)
    precision = Precision.MONTH if number else Precision.YEAR
    return codes.in_each_language("", _written(day, precision)).values()
