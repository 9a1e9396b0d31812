import datetime as dt

from proposals import tracking
from proposals.choices import NEEDS_CONFIRMATION, EvidenceClass, Precision, Status
from proposals.dates import known_part
from proposals.models import Evidence, StatusSpan, StatusUpdate
from proposals.tracking.projection import replay

# One piece of evidence of each class that any status may need.
ENOUGH = (
    EvidenceClass.SOURCE,
    EvidenceClass.OFFICIAL_DOCUMENT,
    EvidenceClass.OFFICIAL_STATEMENT,
    EvidenceClass.CONCRETE_ACT,
)


# What a final status needs of its evidence besides.
OPENS = {
    "url": "https://www.policyaddress.example/10",
    "publisher": "政府",
    "published_on": dt.date(2026, 5, 30),
    "published_on_precision": Precision.DAY,
}


def evidence(evidence_class=EvidenceClass.OFFICIAL_DOCUMENT, title="施政報告第 10 段", **fields):
    """Unsaved, as it is handed to tracking.record."""
    return Evidence(evidence_class=evidence_class, title=title, **fields)


def record(proposal, status=Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), *, by, **fields):
    fields.setdefault("reason_hant", "政府表示正在研究。")
    fields.setdefault("reason_en", "Government says that it is studying it.")
    opens = OPENS if status in NEEDS_CONFIRMATION else {}
    fields.setdefault("evidence", [evidence(c, **opens) for c in ENOUGH])
    return tracking.record(proposal, status=status, effective_on=effective_on, by=by, **fields)


def at(hour):
    return dt.datetime(2026, 7, 1, hour, tzinfo=dt.UTC)


def write_log(proposal, entries, *, by):
    """The entries as rows, past the rules: any log must be counted rightly.

    Each is (status, day or None, the n-th before it that it voids or 0) and may end in the
    precision of the day; it is recorded an hour after the one before.
    """
    log = []
    for number, (status, on, back, *given) in enumerate(entries, 1):
        [precision] = given or [Precision.DAY]
        voided = {update.void_of_id for update in log}
        target = log[-back] if 0 < back <= len(log) else None
        if target and (target.void_of_id or target.pk in voided):
            target = None
        on = None if target else on  # noqa: PLW2901
        log.append(
            StatusUpdate.objects.create(
                proposal=proposal,
                number=number,
                status="" if target else status if on else Status.PROPOSED,
                effective_on=on and known_part(on, precision),
                effective_on_precision=precision if on else "",
                void_of=target,
                reason_hant="原因。",
                recorded_at=at(number),
                recorded_by=by,
            )
        )
    StatusSpan.objects.bulk_create(replay(proposal, list(proposal.updates.order_by("number"))))
