"""Every code that a filter takes or an answer holds, with what it means in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import override

from proposals.choices import (
    AuthorKind,
    Basis,
    BodyKind,
    ChangeKind,
    CopyOrigin,
    CriterionState,
    DateBasis,
    DocumentKind,
    EvidenceClass,
    Instrument,
    Noun,
    PageState,
    Precision,
    SourceKind,
    SourceLanguage,
    Specificity,
    Status,
    TermKind,
    UptakeRelation,
)
from proposals.finding.meanings import COLOURS, MEANINGS, PALETTE
from proposals.languages import SUFFIXES
from proposals.models import Body, Place, Sector
from proposals.models.taxonomy import Entry

# By the name of the parameter or field that holds their codes, where that is one alone.
FIXED: dict[str, type[TextChoices]] = {
    "status": Status,
    "instrument": Instrument,
    "specificity": Specificity,
    "criterion_state": CriterionState,
    "evidence_class": EvidenceClass,
    "precision": Precision,
    "basis": Basis,
    "date_basis": DateBasis,
    "body_kind": BodyKind,
    "term_kind": TermKind,
    "author_kind": AuthorKind,
    "source_kind": SourceKind,
    "source_language": SourceLanguage,
    "document_kind": DocumentKind,
    "relation": UptakeRelation,
    "copy_origin": CopyOrigin,
    "page_state": PageState,
    "change_kind": ChangeKind,
    "noun": Noun,
}
CURATED: dict[str, type[Entry]] = {"sector": Sector, "body": Body, "place": Place}


@dataclass(frozen=True, kw_only=True)
class Code:
    """One entry of a list of codes."""

    list: str
    code: str
    label_hant: str
    label_hans: str
    label_en: str
    definition_hant: str | None = None
    definition_hans: str | None = None
    definition_en: str | None = None
    order: int
    colour: str | None = None
    colour_dark: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


def every() -> list[Code]:
    """All lists, each in its order. Costs a query for each list that editors curate."""
    fixed_lists = [code for name in FIXED for code in fixed(name)]
    return fixed_lists + [code for name in CURATED for code in curated(name)]


@cache
def fixed(name: str) -> tuple[Code, ...]:
    """A list that only a new release changes."""
    return tuple(_fixed(name))


def _fixed(name: str) -> Iterator[Code]:
    for order, code in enumerate(FIXED[name], 1):
        labels = in_each_language("label", code.label)
        definitions = in_each_language("definition", MEANINGS[name][code])
        colours = _in(*COLOURS[name][code]) if name in COLOURS else {}
        yield Code(list=name, code=code.value, order=order, **labels, **definitions, **colours)


def _in(colour: str, colour_dark: str) -> dict[str, Any]:
    return {"colour": colour, "colour_dark": colour_dark}


def in_each_language(field: str, text: str | Promise) -> dict[str, Any]:
    said = {}
    for language, suffix in SUFFIXES.items():
        with override(language):
            said[field + suffix] = str(text)
    return said


def curated(name: str) -> Iterator[Code]:
    rows = list(CURATED[name]._default_manager.order_by("position", "pk"))
    codes = {row.pk: row.code for row in rows}
    # A new sector takes the next colour, and the others keep theirs.
    ranks = {pk: rank for rank, pk in enumerate(sorted(codes))}
    aliases: dict[int, list[str]] = {}
    for row in rows:
        if row.replaced_by_id:
            aliases.setdefault(row.replaced_by_id, []).append(row.code)
    for order, row in enumerate((row for row in rows if not row.replaced_by_id), 1):
        is_coloured = isinstance(row, Sector)
        colours = _in(*PALETTE[ranks[row.pk] % len(PALETTE)]) if is_coloured else {}
        yield Code(
            list=name,
            code=row.code,
            label_hant=row.name_hant,
            label_hans=row.name_hans,
            label_en=row.name_en,
            order=order,
            parent=codes.get(getattr(row, "parent_id", None)),
            aliases=tuple(aliases.get(row.pk, ())),
            **colours,
        )
