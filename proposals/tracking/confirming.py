"""What ends the story of an ask: evidence that can be opened, and a second editor who did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import User
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from proposals.choices import NEEDS_CONFIRMATION, SMALLEST_EVIDENCE, EvidenceClass, Status
from proposals.models import Evidence, StatusUpdate
from proposals.tracking.rules import Refusal


def require_open_evidence(update: StatusUpdate, evidence: Iterable[Evidence]) -> None:
    """A final status rests on documents that anybody can open, and knows the origin of."""
    if update.status not in NEEDS_CONFIRMATION:
        return
    openable = {e.evidence_class for e in evidence if e.opens and e.publisher and e.published_on}
    for needed in SMALLEST_EVIDENCE[update.status]:
        if not needed & openable:
            raise Refusal(
                "evidence_not_open",
                "evidence",
                format_lazy(
                    _("“{status}” needs evidence that readers can open."),
                    status=Status(update.status).label,
                ),
                format_lazy(
                    _(
                        "Of one of these give the link (or a source with a kept copy), the "
                        "publisher and the date: {classes}."
                    ),
                    classes=pgettext("list of names", ", ").join(
                        str(EvidenceClass(c).label) for c in sorted(needed)
                    ),
                ),
            )


def require_confirmable(update: StatusUpdate, by: User, log: Sequence[StatusUpdate]) -> None:
    if update.status not in NEEDS_CONFIRMATION:
        raise Refusal(
            "confirmation_not_needed",
            "",
            _("This record needs no confirmation."),
            format_lazy(
                _("Only these do: {codes}."),
                codes=pgettext("list of names", ", ").join(
                    str(Status(status).label) for status in sorted(NEEDS_CONFIRMATION)
                ),
            ),
        )
    if any(row.confirms_id == update.pk for row in log):
        raise Refusal(
            "already_confirmed",
            "",
            _("This update has been confirmed already."),
            _("Reload the page to see by whom."),
        )
    if any(row.void_of_id == update.pk for row in log):
        raise Refusal(
            "confirmed_void",
            "",
            _("This update has been voided."),
            _("Record it once more if it holds after all."),
        )
    if by.pk == update.recorded_by_id:
        raise Refusal(
            "second_editor_needed",
            "",
            _("Who recorded it cannot confirm it."),
            _("Ask another editor to look at the evidence and confirm."),
        )


def require_opened(
    update: StatusUpdate, evidence: Sequence[Evidence], opened: Collection[int]
) -> None:
    """Who confirms has opened a document of each class that the status rests on."""
    seen = [e for e in evidence if e.pk in opened]
    given = {e.evidence_class for e in seen}
    needed = [] if update.is_override else SMALLEST_EVIDENCE[update.status]
    if all(classes & given for classes in needed) and (seen or not evidence):
        return
    raise Refusal(
        "evidence_not_opened",
        "opened",
        _("You have not opened all the evidence that this status needs."),
        _("Open each document, and tick those that you have opened."),
    )
