"""The review of a page taken in: its text on one side, its candidates on the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.candidates import deciding
from proposals.choices import Decision, Finder, Instrument, RejectedFor, Specificity
from proposals.intake import learned
from proposals.intake.rules import RULES
from proposals.models import Body, Candidate, IntakePage, Proposal, Sector

# A text longer than this is shown an article at a time.
LONGEST_SHOWN = 40_000
_BEFORE_CAPACITY = re.compile(r"[，,|｜]")


class CandidateForm(forms.Form):
    """What an editor may change of a candidate before it becomes a draft."""

    title = forms.CharField(label=_("Title"), max_length=300)
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: name, comma, capacity."),
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    instrument = forms.ChoiceField(label=_("Instrument"), choices=Instrument)
    specificity = forms.ChoiceField(label=_("Specificity"), choices=Specificity)
    bodies = forms.MultipleChoiceField(
        label=_("Bodies"), required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )
    figures = forms.CharField(label=_("Figures and deadlines"), max_length=300, required=False)
    summary = forms.CharField(
        label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    summary_en = forms.CharField(
        label=_("Summary (English)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, candidate: Candidate, sectors: list[Sector], bodies: list[Body], data: Any = None
    ) -> None:
        initial = {name: getattr(candidate, name) for name in deciding.WRITTEN}
        initial["authors"] = "\n".join(
            "，".join(filter(None, [told["name"], told.get("capacity", "")]))
            for told in candidate.authors
        )
        initial["sector"] = candidate.sector.code if candidate.sector else ""
        super().__init__(data, initial=initial, auto_id=f"c{candidate.pk}-%s")
        self.sectors = {sector.code: sector for sector in sectors}
        names = [(sector.code, str(sector)) for sector in sectors]
        self.fields["sector"].choices = [("", "---"), *names]  # type: ignore[attr-defined]
        self.fields["bodies"].choices = [  # type: ignore[attr-defined]
            (body.code, str(body)) for body in bodies
        ]

    def changes(self) -> Mapping[str, Any]:
        said = dict(self.cleaned_data)
        lines = [line.strip() for line in said["authors"].splitlines() if line.strip()]
        said["authors"] = [_author(line) for line in lines]
        said["sector"] = self.sectors.get(said["sector"])
        return said


def _author(line: str) -> dict[str, str]:
    name, *capacity = _BEFORE_CAPACITY.split(line, maxsplit=1)
    return {"name": name.strip(), "capacity": "".join(capacity).strip()}


@dataclass
class Card:
    """A candidate as it stands beside the text."""

    candidate: Candidate
    form: CandidateForm
    rules: list[Any]
    like: list[Proposal]
    is_opened: bool = False

    @property
    def found_by(self) -> list[Any]:
        return [Finder(name).label for name in self.candidate.found_by]

    @property
    def drafted(self) -> list[tuple[Any, str, str]]:
        """Texts that a model wrote and no editor has saved, to be read before they are accepted."""
        row = self.candidate
        return [
            (self.form[name].label, getattr(row, name), "en" if name.endswith("_en") else "zh-Hant")
            for name in row.drafted
        ]

    @property
    def parts(self) -> str:
        """The passage in which a new line says where the next ask begins."""
        return " ".join(self.candidate.passage.split())


@dataclass(frozen=True)
class Piece:
    """Text between two marks, or a passage that is marked."""

    text: str
    candidate: Candidate | None = None


@dataclass
class Review:
    """All that the page shows. Six queries, however many candidates there are."""

    page: IntakePage
    articles: list[Any]
    chosen: Any
    start: int
    pieces: list[Piece]
    cards: list[Card]
    reasons = RejectedFor.choices

    @property
    def open_count(self) -> int:
        return sum(not card.candidate.decision for card in self.cards)


def review(page: IntakePage, number: int | None, failed: tuple[int, Any] | None = None) -> Review:
    """`failed` is the candidate on which a decision was refused, with what was typed."""
    articles = list(page.articles.order_by("number"))
    start, end, chosen = 0, len(page.text), None
    if len(page.text) > LONGEST_SHOWN and articles:
        chosen = next((a for a in articles if a.number == number), articles[0])
        start, end = chosen.start, chosen.end
    rows = page.candidates.exclude(decision=Decision.REPLACED).select_related(
        "sector", "decided_by", "proposal"
    )
    rows = rows.filter(article=chosen) if chosen is not None else rows
    candidates = list(rows.order_by("start", "pk"))
    sectors = list(Sector.objects.filter(replaced_by=None).order_by("position", "pk"))
    bodies = list(Body.objects.filter(replaced_by=None).order_by("position", "pk"))
    known = Proposal.objects.in_bulk({pk for row in candidates for pk in row.like})
    cards = [
        Card(
            row,
            CandidateForm(
                row, sectors, bodies, failed[1] if failed and failed[0] == row.pk else None
            ),
            [(name, _meaning(name, row.passage)) for name in row.rules if name in RULES],
            [known[pk] for pk in row.like if pk in known],
            bool(failed and failed[0] == row.pk),
        )
        for row in candidates
    ]
    pieces = list(_pieces(page.text, start, end, candidates))
    return Review(page, articles, chosen, start, pieces, cards)


def _meaning(rule: str, passage: str) -> Any:
    """What a rule tells an editor; one that knows no words by name tells those it went by."""
    meaning = RULES[rule].meaning
    words = learned.telling(passage) if rule == "alike" else []
    if not words:
        return meaning
    return _("%(meaning)s What weighs most: %(words)s.") % {
        "meaning": meaning,
        "words": "、".join(words),
    }


def _pieces(text: str, start: int, end: int, candidates: list[Candidate]) -> Iterator[Piece]:
    place = start
    for row in candidates:
        # Of two that overlap the first is marked.
        if row.start < place:
            continue
        yield Piece(text[place : row.start])
        yield Piece(text[row.start : row.end], row)
        place = row.end
    yield Piece(text[place:end])
