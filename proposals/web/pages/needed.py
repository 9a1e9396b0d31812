"""What a status needs before it is recorded, and what may follow it, in a reader's words."""

from django.utils.translation import gettext, gettext_lazy, pgettext

from proposals.choices import ALLOWED_NEXT, SMALLEST_EVIDENCE, EvidenceClass, Status

# What some statuses need beside documents; `proposals.tracking.rules` holds to the last two.
BESIDE_DOCUMENTS = {
    Status.PARTLY_DELIVERED: gettext_lazy("what is missing"),
    Status.STALLED: gettext_lazy("a reason, and a check that found nothing"),
    Status.SUPERSEDED: gettext_lazy("the measure or proposal that replaces it"),
}


def needed(status: Status) -> list[str]:
    """Everything that must be there; of the classes in one entry, any one will do."""
    found = [
        _any_of([str(c.label) for c in EvidenceClass if c in classes])
        for classes in SMALLEST_EVIDENCE[status]
    ]
    if status in BESIDE_DOCUMENTS:
        found.append(str(BESIDE_DOCUMENTS[status]))
    return found


def _any_of(names: list[str]) -> str:
    *others, last = names
    if not others:
        return last
    return pgettext("list of names", ", ").join(others) + gettext(" or ") + last


def next_steps(status: str) -> list[tuple[Status, list[str]]]:
    """Each other status that may follow this one, with what it needs."""
    return [
        (follower, needed(follower))
        for follower in Status
        if follower in ALLOWED_NEXT[status] and follower != status
    ]
