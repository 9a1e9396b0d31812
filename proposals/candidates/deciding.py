"""What editors make of candidates. Each verb holds the candidate first: of two editors at once the
second is refused, and told who was first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.candidates.drafting import draft
from proposals.candidates.offering import likely_known, nearest, passage_key
from proposals.choices import Decision, Finder, RejectedFor
from proposals.dates import written_instant
from proposals.models import Candidate, IntakeArticle, IntakePage, Proposal, Sector
from proposals.tracking.rules import Refusal

# What an editor may change of a candidate before deciding.
WRITTEN = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "authors",
    "sector",
    "instrument",
    "specificity",
    "bodies",
    "places",
    "figures",
)


def accept(pk: int, *, by: User, changes: Mapping[str, Any] | None = None) -> Proposal:
    """Make a draft of it, after these changes if any. Raises Refusal."""
    with transaction.atomic():
        candidate = _held(pk)
        _write(candidate, changes or {})
        try:
            proposal = draft(candidate, by=by)
        except ValidationError as fault:
            raise Refusal(
                "draft_faulty", "", " ".join(fault.messages), _("Edit the candidate first.")
            ) from fault
        _decide(candidate, Decision.ACCEPTED, by, proposal=proposal)
    return proposal


def reject(pk: int, *, reason: str, by: User, note: str = "") -> None:
    """It is no ask, or not one to be kept; the same passage is not offered again."""
    if reason not in RejectedFor.values:
        raise Refusal("reason_missing", "reason", _("No reason is chosen."), _("Choose one."))
    with transaction.atomic():
        _decide(_held(pk), Decision.REJECTED, by, rejected_for=reason, note=note.strip()[:300])


def reopen(pk: int, *, by: User) -> None:
    """Take a rejection back: it may be decided on again, here and wherever it comes in."""
    with transaction.atomic():
        candidate = Candidate.objects.locked().get(pk=pk)
        if candidate.decision != Decision.REJECTED:
            raise Refusal(
                "not_rejected",
                "",
                _("It is not rejected."),
                _("What was accepted is a draft now: delete or change that one."),
            )
        candidate.decision = candidate.rejected_for = candidate.note = ""
        candidate.decided_by = candidate.decided_at = None
        candidate.save()


def edit(pk: int, changes: Mapping[str, Any], *, by: User) -> None:
    with transaction.atomic():
        candidate = _held(pk)
        _write(candidate, changes)
        candidate.save()


def split(pk: int, parts: Sequence[str], *, by: User) -> list[Candidate]:
    """Several asks instead of one, each a part of its passage. Raises Refusal."""
    with transaction.atomic():
        whole = _held(pk)
        text, place, places = whole.page.text, whole.start, []
        for part in parts:
            found = nearest(text[place : whole.end], part, 0)
            if found is None:
                raise Refusal(
                    "part_unknown",
                    "parts",
                    _("“%(part)s” does not stand in the passage.") % {"part": part[:60]},
                    _("Keep its words as printed, and only break the lines."),
                )
            places.append((place + found[0], place + found[1]))
            place += found[1]
        if len(places) < 2:
            raise Refusal(
                "parts_missing",
                "parts",
                _("It is one passage still."),
                _("Begin a new line where the next proposal begins."),
            )
        return _replace([whole], places, by)


def join(pk: int, *, by: User) -> Candidate:
    """One ask instead of this and the next of its article. Raises Refusal."""
    with transaction.atomic():
        article = _held(pk).article_id
        rows = Candidate.objects.locked().filter(article=article, decision="")
        following = sorted(rows, key=lambda row: (row.start, row.pk))
        at = next(n for n, row in enumerate(following) if row.pk == pk)
        if len(following) < at + 2:
            raise Refusal(
                "nothing_to_join",
                "",
                _("No other candidate of this article follows it."),
                _("Mark the whole passage in the text instead."),
            )
        pair = following[at : at + 2]
        place = min(row.start for row in pair), max(row.end for row in pair)
        return _replace(pair, [place], by)[0]


def mark(page: IntakePage, passage: str, *, near: int = 0, by: User) -> Candidate:
    """A passage that was missed becomes a candidate. `near` is about where it was marked."""
    place = nearest(page.text, passage, near)
    if place is None:
        raise Refusal(
            "passage_unknown",
            "passage",
            _("This passage does not stand in the text."),
            _("Mark it in the text, or paste it as printed."),
        )
    start, end = place
    articles = list(page.articles.order_by("number"))
    inside = [a for a in articles if a.start <= start < a.end]
    article = (
        inside[0] if inside else min(articles, key=lambda a: abs(a.start - start), default=None)
    )
    with transaction.atomic():
        if article is None:
            article = IntakeArticle.objects.create(page=page, number=0, start=0, end=len(page.text))
        same = page.candidates.filter(start=start, end=end).exclude(decision=Decision.REPLACED)
        if (known_one := same.first()) is not None:
            raise Refusal(
                "marked_already",
                "passage",
                _("It is a candidate already: %(title)s.") % {"title": known_one},
                _("Decide on that one."),
            )
        candidate = described(page, article, start, end)
        candidate.authors = article.authors
        candidate.found_by = [Finder.EDITOR]
        candidate.like = likely_known(candidate)
        candidate.save()
    return candidate


def described(page: IntakePage, article: IntakeArticle, start: int, end: int) -> Candidate:
    """A candidate at a place, with what its own words suggest."""
    from proposals.intake import extract, known  # noqa: PLC0415 - heavy, as reading is

    passage = page.text[start:end]
    told = extract.described(article.headline, passage, known.terms())
    return Candidate(
        page=page,
        article=article,
        start=start,
        end=end,
        passage=passage,
        key=passage_key(page.text, start, end),
        title=told.title[:300],
        sector=Sector.objects.filter(code=told.sector).first(),
        instrument=told.instrument,
        specificity=told.specificity,
        bodies=told.bodies,
        places=told.places,
        figures="；".join(told.figures)[:300],
    )


def _held(pk: int) -> Candidate:
    """To be decided on by nobody else until the transaction ends. Raises Refusal where somebody
    has."""
    rows = Candidate.objects.select_related("page__publication", "article__source", "sector")
    candidate = rows.locked().get(pk=pk)
    if candidate.decided_at is not None:
        raise Refusal(
            "decided",
            "",
            _("%(who)s has decided on it at %(when)s: %(decision)s.")
            % {
                "who": candidate.decided_by,
                "when": written_instant(candidate.decided_at),
                "decision": candidate.get_decision_display(),
            },
            _("Reload the page and go on with the next."),
        )
    return candidate


def _write(candidate: Candidate, changes: Mapping[str, Any]) -> None:
    for name in changes:
        if name not in WRITTEN:
            raise KeyError(name)
        setattr(candidate, name, changes[name])
    if changes:
        candidate.drafted = []


def _decide(candidate: Candidate, decision: Decision, by: User, **facts: Any) -> None:
    candidate.decision = decision
    candidate.decided_by, candidate.decided_at = by, timezone.now()
    for name, value in facts.items():
        setattr(candidate, name, value)
    candidate.save()


def _replace(old: list[Candidate], places: list[tuple[int, int]], by: User) -> list[Candidate]:
    first = old[0]
    new = []
    for start, end in places:
        row = described(first.page, first.article, start, end)
        row.found_by = sorted({finder for each in old for finder in each.found_by})
        row.rules = list(dict.fromkeys(rule for each in old for rule in each.rules))
        row.score = first.score
        row.authors, row.sector = first.authors, first.sector
        row.bodies = row.bodies or first.bodies
        row.places = row.places or first.places
        row.like = likely_known(row)
        row.save()
        new.append(row)
    for each in old:
        _decide(each, Decision.REPLACED, by)
    return new
