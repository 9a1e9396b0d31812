"""Whether the database is what its log says: the proof that `check_integrity` gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from proposals.models import Change, Proposal, StatusSpan, StatusUpdate
from proposals.tracking import projection

# Proposals that are locked and compared at a time.
CHUNK = 500


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
    """Compare every proposal with a replay of its log, each as of one instant.

    Four queries for each CHUNK of them.
    """
    done, last = 0, 0
    while pks := list(_pks_after(last)):
        last = pks[-1]
        yield from _drifts(pks)
        done += len(pks)
        if progress:
            progress(done)


def mend(slug: str) -> None:
    """Write the status columns and spans of a proposal anew from its log.

    The log itself and the changes told of it cannot be mended: they are what happened.
    """
    with transaction.atomic():
        proposal = Proposal.objects.locked().get(slug=slug)
        log = list(proposal.updates.order_by("number"))
        proposal.spans.all().delete()
        StatusSpan.objects.bulk_create(projection.replay(proposal, log))
        columns = projection.projection(projection.live(log))
        Proposal.objects.filter(pk=proposal.pk).update(**columns)


def _pks_after(last: int) -> Iterable[int]:
    return Proposal.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]


def _drifts(pks: list[int]) -> list[Drift]:
    logs: dict[int, list[StatusUpdate]] = defaultdict(list)
    spans: dict[int, list[StatusSpan]] = defaultdict(list)
    with transaction.atomic():
        # Locked, so that no writer is between the log and what is made of it.
        rows = list(Proposal.objects.filter(pk__in=pks).locked())
        for update in StatusUpdate.objects.filter(proposal__in=pks).order_by("number", "pk"):
            logs[update.proposal_id].append(update)
        for span in StatusSpan.objects.filter(proposal__in=pks):
            spans[span.proposal_id].append(span)
        changes = Change.objects.filter(proposal__in=pks).values_list("proposal")
        newest = dict(changes.annotate(seq=Max("seq")).order_by())
    return [
        drift
        for row in rows
        for drift in _compare(row, logs[row.pk], spans[row.pk], newest.get(row.pk))
    ]


def _compare(
    proposal: Proposal, log: list[StatusUpdate], spans: list[StatusSpan], newest: int | None
) -> Iterator[Drift]:
    slug = proposal.slug
    for name, by_log in projection.projection(projection.live(log)).items():
        if getattr(proposal, name) != by_log:
            yield Drift(slug, name, getattr(proposal, name), by_log)

    stored = sorted(map(_extent, spans))
    by_replay = sorted(map(_extent, projection.replay(proposal, log)))
    if stored != by_replay:
        yield Drift(slug, "spans", stored, by_replay)

    numbers = [update.number for update in log]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Drift(slug, "numbers", numbers, "from 1 without a gap")

    if proposal.change_seq != newest:
        yield Drift(slug, "change_seq", proposal.change_seq, newest)


def _extent(span: StatusSpan) -> tuple[str, ...]:
    return (
        *(str(part) for part in span.content),
        span.recorded_from.isoformat(),
        span.recorded_to.isoformat(),
    )
