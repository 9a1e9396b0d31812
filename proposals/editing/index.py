"""The search columns of a proposal, in which a reader's words are looked for; their one writer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, TextField, Value

from proposals import search
from proposals.languages import SUFFIXES
from proposals.models import (
    Proposal,
)


def index(proposal: Proposal) -> None:
    """Write the search columns; the one writer of them."""
    title, text = _searched(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(
        search_title=title,
        search_text=text,
        search_lexemes=_vector(text),
    )


def verify_index(share: float = 0.01, at_least: int = 200) -> tuple[int, list[str]]:
    """Compare a random sample of the search columns with what `index` would write now.

    Those that differ are written anew. Returns how many were looked at and the slugs of
    those that had drifted, which only a write past this module, or a new table of
    characters, can have caused.
    """
    size = max(at_least, int(Proposal.objects.count() * share))
    sample = list(Proposal.objects.order_by("?").values_list("pk", flat=True)[:size])
    rows = Proposal.objects.filter(pk__in=sample).order_by("pk").for_listing()
    as_written: Iterable[Any] = rows.annotate(
        lexemes=Func(
            "search_lexemes",
            function="tsvector_to_array",
            output_field=ArrayField(TextField()),
        )
    )
    mended = []
    for proposal in as_written:
        title, text = _searched(proposal)
        written = (proposal.search_title, proposal.search_text, set(proposal.lexemes or ()))
        if written != (title, text, search.lexemes(text)):
            index(proposal)
            mended.append(proposal.slug)
    return len(sample), mended


def _vector(text: str) -> Func:
    return Func(
        Value(sorted(search.lexemes(text)), output_field=ArrayField(TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def _searched(proposal: Proposal) -> tuple[str, str]:
    """The folded titles, and all that a reader's words are looked for in."""
    titles = _distinct(proposal.title_hant, proposal.title_hans, proposal.title_en)
    authors = [a.author for a in proposal.attributions.all()]
    return "\n".join(titles), "\n".join(
        _distinct(
            *titles,
            *(getattr(proposal, n + s) for n in ("summary", "scheme") for s in SUFFIXES.values()),
            *(getattr(author, f"name{s}") for author in authors for s in SUFFIXES.values()),
        )
    )


def _distinct(*texts: str) -> list[str]:
    """The texts folded, without those that fold alike, as the two Chinese scripts do."""
    return list(dict.fromkeys(folded for folded in map(search.fold, texts) if folded))
