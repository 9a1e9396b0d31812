import datetime as dt

from proposals import tracking
from proposals.choices import EvidenceClass, Status
from proposals.models import Evidence

# One piece of evidence of each class that any status may need.
ENOUGH = (
    EvidenceClass.SOURCE,
    EvidenceClass.OFFICIAL_DOCUMENT,
    EvidenceClass.OFFICIAL_STATEMENT,
    EvidenceClass.CONCRETE_ACT,
)


def evidence(evidence_class=EvidenceClass.OFFICIAL_DOCUMENT, title="施政報告第 10 段", **fields):
    """Unsaved, as it is handed to tracking.record."""
    return Evidence(evidence_class=evidence_class, title=title, **fields)


def record(proposal, status=Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), *, by, **fields):
    fields.setdefault("reason_hant", "政府表示正在研究。")
    fields.setdefault("reason_en", "Government says that it is studying it.")
    fields.setdefault("evidence", [evidence(c) for c in ENOUGH])
    return tracking.record(proposal, status=status, effective_on=effective_on, by=by, **fields)
