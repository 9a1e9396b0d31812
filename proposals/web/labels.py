"""What readers call the codes in a query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import get_language

from proposals.choices import Instrument, Specificity, Status
from proposals.languages import EN, HANS, HANT, LANG_TAGS, SUFFIXES
from proposals.models import (
    Addressee,
    Author,
    Body,
    Idea,
    Place,
    Proposal,
    Sector,
    Source,
)

# A form offers this many values of one parameter at the most.
OFFERED = 300


@dataclass(frozen=True)
class Label:
    """A name for a reader; `lang` is given where it is not in the language of the page."""

    text: str
    lang: str = ""


Labels = dict[str, dict[str, Label]]


def all_labels(chosen: dict[str, Iterable[str]]) -> Labels:
    """Every code that has a public proposal, and those chosen, by parameter; one query."""
    public = Proposal.objects.public()
    used = {
        "sector": Exists(public.filter(sector=OuterRef("pk"))),
        "place": Exists(public.filter(place=OuterRef("pk"))),
        "body": Exists(
            Addressee.objects.filter(
                body=OuterRef("pk"), proposal__in=public.order_by().values("pk")
            )
        ),
    }
    sets = [
        _terms(parameter, model, Q(used[parameter]) | Q(code__in=chosen.get(parameter, ())))
        for parameter, model in (("sector", Sector), ("body", Body), ("place", Place))
    ]
    sets += [
        _named("author", Author.objects.public(), "name"),
        _named("idea", Idea.objects.public(), "title"),
        _columns(
            "source",
            Source.objects.public(),
            "slug",
            [F("headline"), Value(""), Value("")],
            F("language"),
        ),
    ]
    labels: Labels = {
        "status": _fixed(Status),
        "instrument": _fixed(Instrument),
        "specificity": _fixed(Specificity),
        **{parameter: {} for parameter in ("sector", "body", "place", "author", "idea", "source")},
    }
    rows = sets[0].union(*sets[1:], all=True)
    for parameter, code, hant, hans, en, language, _position in sorted(
        rows, key=lambda row: (row[0], row[-1], row[1])
    ):
        labels[parameter][code] = _label(hant, hans, en, language)
    return labels


def _fixed(choices: Any) -> dict[str, Label]:
    return {code: Label(str(label)) for code, label in choices.choices}


def _terms(parameter: str, model: Any, condition: Q) -> QuerySet[Any, Any]:
    names = [F(f"name{suffix}") for suffix in SUFFIXES.values()]
    rows = model.objects.filter(condition)
    return _columns(parameter, rows, "code", names, Value("zh-Hant"), F("position"))


def _named(parameter: str, rows: Any, name: str) -> QuerySet[Any, Any]:
    names = [F(f"{name}{suffix}") for suffix in SUFFIXES.values()]
    return _columns(parameter, rows, "slug", names, Value("zh-Hant"))


def _columns(
    parameter: str, rows: Any, code: str, names: list[Any], language: Any, position: Any = None
) -> QuerySet[Any, Any]:
    text = CharField()
    return (
        rows.order_by(code)
        .annotate(
            u_parameter=Value(parameter, output_field=text),
            u_code=F(code),
            u_hant=names[0],
            u_hans=names[1],
            u_en=names[2],
            u_language=language,
            u_position=position or Value(0),
        )
        .values_list(
            "u_parameter", "u_code", "u_hant", "u_hans", "u_en", "u_language", "u_position"
        )[:OFFERED]
    )


def _label(hant: str, hans: str, en: str, written_in: str) -> Label:
    """The name in the reader's language, or as it was written; headlines are only so."""
    language = get_language() or HANT
    own = {HANT: "", HANS: hans, EN: en}[language]
    if own or LANG_TAGS[language].startswith(written_in):
        return Label(own or hant)
    return Label(hant, written_in)
