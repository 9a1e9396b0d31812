"""A proposal to which everything has happened that a page may have to show."""

import datetime as dt

from proposals import tracking
from proposals.choices import Status
from proposals.models import Proposal
from tests.factories import history, proposals, taxonomy


def story(*, by, **shared) -> Proposal:
    """Voided, studied by an override, checked; its English summary gives a name in Chinese."""
    story = proposals.published(
        slug="silver-fund",
        place=taxonomy.place(),
        scheme_hant="銀髮基金",
        figures="30億元",
        summary_en="Asks for a fund (基金) for the silver economy.",
        by=by,
        **shared,
    )
    wrong = history.record(story, Status.COMMITTED, effective_on=dt.date(2026, 6, 1), by=by)
    tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=by)
    document = history.evidence(url="https://gov.example/1", quote="正在研究")
    history.record(
        story,
        Status.UNDER_STUDY,
        evidence=[document],
        override_reason_hant="已核實。",
        override_reason_en="Verified.",
        by=by,
    )
    tracking.check(story, checked_on=dt.date(2026, 7, 1), note_hant="已查憲報。", by=by)
    return story
