"""What a reader's words are looked for in: the search columns and the words of a proposal; their
one writer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, TextField, Value

from proposals import search
from proposals.finding.codes import fixed
from proposals.folding import fold
from proposals.languages import SUFFIXES
from proposals.models import Proposal, ProposalWords
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.models.together import save_together


def index(proposals: Sequence[Proposal], beside: Collection[str] = ()) -> None:
    """Write the search columns and the words; the one writer of them. Other columns that the same
    edit moves are written `beside` them: each statement writes the whole row anew."""
    words = []
    for proposal in proposals:
        columns = _searched(proposal)
        for name, text in columns.items():
            setattr(proposal, name, text)
        words.append(ProposalWords(proposal=proposal, lexemes=_vector(_lexemes(columns))))
    save_together(proposals, [*SEARCH_COLUMNS, *beside])
    ProposalWords.objects.bulk_create(
        words,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["proposal"],
        update_fields=["lexemes"],
    )


def index_again(parts_of: int = 500) -> int:
    """Index all that a release with another way to fold or to cut would find otherwise.

    In parts, each its own transaction, by the key: it may be stopped and begun anew. Returns how
    many rows had differed.
    """
    mended, last = 0, 0
    while pks := list(
        Proposal.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:parts_of]
    ):
        with transaction.atomic():
            Proposal.objects.filter(pk__in=pks).lock()
            mended += len(index_drifted(pks))
        last = pks[-1]
    return mended


def verify_index(share: float = 0.01, at_least: int = 200) -> tuple[int, list[str]]:
    """Compare a random sample of the search columns with what `index` would write now.

    Those that differ are written anew. Returns how many were looked at and the slugs of
    those that had drifted, which only a write past this module, or a new table of
    characters, can have caused.
    """
    size = max(at_least, int(Proposal.objects.count() * share))
    sample = list(Proposal.objects.order_by("?").values_list("pk", flat=True)[:size])
    return len(sample), index_drifted(sample)


def index_drifted(pks: list[int]) -> list[str]:
    """Index those of the proposals that `index` would write otherwise now; their slugs."""
    rows = Proposal.objects.filter(pk__in=pks).order_by("pk").for_listing()
    as_written: Iterable[Any] = rows.annotate(
        lexemes=Func(
            "words__lexemes",
            function="tsvector_to_array",
            output_field=ArrayField(TextField()),
        )
    )
    mended = []
    for proposal in as_written:
        columns = _searched(proposal)
        written = {column: getattr(proposal, column) for column in columns}
        if written != columns or set(proposal.lexemes or ()) != _lexemes(columns):
            mended.append(proposal)
    index(mended)
    return [proposal.slug for proposal in mended]


def _lexemes(columns: dict[str, str]) -> set[str]:
    return search.lexemes(f"{columns['search_text']}\n{columns['search_tags']}")


def _vector(lexemes: set[str]) -> Func:
    return Func(
        Value(sorted(lexemes), output_field=ArrayField(TextField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
    )


def _searched(proposal: Proposal) -> dict[str, str]:
    """What a reader's words are looked for in, by column: titles; the names that the proposal
    gives itself, of authors and scheme; all of its own text; and the names of what it hangs on."""
    titles = _in_each(proposal, "title")
    authors = [a.author for a in proposal.attributions.all()]
    names = [*_in_each(proposal, "scheme"), *(n for a in authors for n in _in_each(a, "name"))]
    return {
        "search_title": _folded(titles),
        "search_names": _folded(names),
        "search_text": _folded([*titles, *names, *_in_each(proposal, "summary")]),
        "search_tags": _folded(_tags(proposal)),
    }


def _tags(proposal: Proposal) -> Iterator[str]:
    source = proposal.source
    bodies = [addressee.body for addressee in proposal.addressees.all()]
    sectors = [proposal.sector] if proposal.sector else []
    for entry in (*sectors, *proposal.places.all(), *bodies):
        yield from _in_each(entry, "name")
        for aliases in _in_each(entry, "aliases"):
            yield from aliases
    if source and source.publication:
        yield from _in_each(source.publication, "name")
    if source:
        yield source.headline
        yield source.headline_en
    for instrument in fixed("instrument"):
        if instrument.code == proposal.instrument:
            yield from _in_each(instrument, "label")


def _in_each(row: Any, name: str) -> list[Any]:
    return [getattr(row, name + suffix) for suffix in SUFFIXES.values()]


def _folded(texts: Iterable[str]) -> str:
    """The texts folded, without those that fold alike, as the two Chinese scripts do."""
    return "\n".join(dict.fromkeys(folded for folded in map(fold, texts) if folded))
