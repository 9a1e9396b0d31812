"""What has become of one proposal, for the head of its page: all of the log, voids included."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.utils import timezone

from proposals.choices import Freshness
from proposals.models import Change, Check, Elsewhere, Evidence, Note, Proposal, StatusUpdate

# The rest is a click away, in the lists of the log.
NEWEST = 20


@dataclass(frozen=True)
class Story:
    proposal: Proposal
    freshness: Freshness
    updates: list[StatusUpdate]
    checks: list[Check]
    changes: list[Change]
    elsewhere: list[Elsewhere]
    editor: User | None
    notes: list[Note]


def story_of(proposal: Proposal) -> Story:
    """Costs seven queries. The proposal is read anew: a form may have changed the one at hand."""
    stored = Proposal.objects.select_related("merged_into", "assignment__editor").get(
        pk=proposal.pk
    )
    statements = (
        stored.updates.exclude(status="")
        .select_related(
            "recorded_by",
            "superseded_by",
            "voided_by__recorded_by",
            "confirmation__recorded_by",
            "copied_from__proposal",
            "event",
        )
        .prefetch_related(Prefetch("evidence", Evidence.objects.order_by("pk")))
    )
    return Story(
        proposal=stored,
        freshness=stored.freshness(timezone.localdate()),
        updates=list(statements.order_by("-effective_from", "-pk")),
        checks=list(
            stored.checks.select_related("recorded_by").order_by("-checked_on", "-pk")[:NEWEST]
        ),
        changes=list(stored.changes.order_by("-seq")[:NEWEST]),
        elsewhere=list(stored.elsewhere.order_by("origin", "pk")),
        editor=assignment.editor if (assignment := getattr(stored, "assignment", None)) else None,
        notes=list(stored.notes.select_related("by").order_by("-pk")),
    )
