"""What each status means, and what it takes for one to be recorded."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from proposals.choices import (
    CHECK_INTERVAL_DAYS,
    SMALLEST_EVIDENCE,
    STATUS_MEANINGS,
    EvidenceClass,
    Status,
)

# What some statuses need beside documents; `proposals.tracking` holds to the last two.
BESIDE_DOCUMENTS = {
    Status.PARTLY_DELIVERED: gettext_lazy("what is missing"),
    Status.STALLED: gettext_lazy("a reason, and a check that found nothing"),
    Status.SUPERSEDED: gettext_lazy("the measure or proposal that replaces it"),
}


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    statuses = [
        (status, STATUS_MEANINGS[status], _needed(status), CHECK_INTERVAL_DAYS[status])
        for status in Status
    ]
    return render(request, "proposals/methodology.html", {"statuses": statuses})


def _needed(status: Status) -> list[str]:
    """Everything that must be there; of the classes in one entry, any one will do."""
    needed = [
        gettext(" or ").join(str(c.label) for c in EvidenceClass if c in classes)
        for classes in SMALLEST_EVIDENCE[status]
    ]
    if status in BESIDE_DOCUMENTS:
        needed.append(str(BESIDE_DOCUMENTS[status]))
    return needed
