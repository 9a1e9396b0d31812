"""What may be told of the change log, under the one filter.

Of a proposal that was withdrawn or merged only that remains, and not what it said before.
"""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from proposals.choices import ChangeKind, PublicationState
from proposals.finding.filters import CodesFilter, ProposalFilter
from proposals.finding.parameters import Known
from proposals.models import Change, Evidence, Proposal
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.models.visible import visible

_TOLD = (
    visible("proposal__")
    | Q(proposal__merged_into__isnull=False, kind=ChangeKind.MERGED)
    | Q(proposal__publication_state=PublicationState.WITHDRAWN, kind=ChangeKind.WITHDRAWN)
)
# Long, and of no use to a reader of the log.
_UNREAD = [f"{row}__{column}" for row in ("proposal", "target") for column in SEARCH_COLUMNS]


class ChangeFilter(ProposalFilter):
    """The one filter chooses the proposals, and `proposal` some of them by name.

    A proposal that is gone is in no sector or status any more: its end is told in the whole
    log, under its own name, and under any filter that the one which took it in meets.
    """

    proposal = CodesFilter(
        known=Known(rows=Proposal.objects.ever_published, column="slug"), method="unchanged"
    )

    def changes(self) -> QuerySet[Change]:
        """The changes of the proposals chosen, with all that is told of each."""
        chosen = self.form.cleaned_data
        told = Change.objects.filter(_TOLD)
        if named := chosen["proposal"]:
            if named["wanted"]:
                told = told.filter(proposal__slug__in=named["wanted"])
            told = told.exclude(proposal__slug__in=named["unwanted"])
        if any(value for name, value in chosen.items() if name not in ("proposal", "ordering")):
            found = self.qs.order_by().values("pk")
            told = told.filter(Q(proposal__in=found) | Q(kind=ChangeKind.MERGED, target__in=found))
        if chosen["known_at"]:
            told = told.filter(at__lte=chosen["known_at"])
        evidence = Evidence.objects.select_related("source").order_by("pk")
        return (
            told.select_related(
                "proposal",
                "target",
                "update__void_of",
                "update__confirms__voided_by",
                "update__voided_by",
                "update__confirmation",
            )
            .prefetch_related(
                Prefetch("update__evidence", evidence),
                Prefetch("update__confirms__evidence", evidence),
            )
            .defer(*_UNREAD)
        )
