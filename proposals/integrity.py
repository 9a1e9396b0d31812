"""Whether the database is what its log says: the proof that `check_integrity` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from proposals import tracking
from proposals.models import Change, Proposal, StatusSpan


@dataclass(frozen=True)
class Drift:
    """A column or table of one proposal that is not what its log makes of it."""

    slug: str
    what: str
    stored: object
    by_log: object

    def __str__(self) -> str:
        return f"{self.slug}, {self.what}: {self.stored}, but by the log {self.by_log}"


def check(progress: Callable[[int], object] | None = None) -> Iterator[Drift]:
    """Compare every proposal with a replay of its log, each as of one instant."""
    pks = Proposal.objects.order_by("pk").values_list("pk", flat=True)
    for done, pk in enumerate(pks.iterator(chunk_size=1000), 1):
        with transaction.atomic():
            # Locked, so that no writer is between the log and what is made of it.
            proposal = Proposal.objects.select_for_update().filter(pk=pk).first()
            if proposal is not None:
                yield from _drifts(proposal)
        if progress:
            progress(done)


def mend(slug: str) -> None:
    """Write the status columns and spans of a proposal anew from its log."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(slug=slug)
        live = list(proposal.updates.live().in_effect_order())
        proposal.spans.all().delete()
        StatusSpan.objects.bulk_create(tracking.replay(proposal))
        Proposal.objects.filter(pk=proposal.pk).update(**tracking.projection(live))


def _drifts(proposal: Proposal) -> Iterator[Drift]:
    slug = proposal.slug
    live = list(proposal.updates.live().in_effect_order())
    for name, by_log in tracking.projection(live).items():
        if getattr(proposal, name) != by_log:
            yield Drift(slug, name, getattr(proposal, name), by_log)

    stored = sorted(map(_extent, proposal.spans.all()))
    by_replay = sorted(map(_extent, tracking.replay(proposal)))
    if stored != by_replay:
        yield Drift(slug, "spans", stored, by_replay)

    numbers = list(proposal.updates.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        yield Drift(slug, "numbers", numbers, "from 1 without a gap")

    newest = Change.objects.filter(proposal=proposal).aggregate(seq=Max("seq"))["seq"]
    if proposal.change_seq != newest:
        yield Drift(slug, "change_seq", proposal.change_seq, newest)


def _extent(span: StatusSpan) -> tuple[str, ...]:
    return (
        *(str(part) for part in span.content),
        span.recorded_from.isoformat(),
        span.recorded_to.isoformat(),
    )
