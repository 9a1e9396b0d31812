"""The day of an ask that is published, corrected: its record follows in the same save."""

import datetime as dt

import pytest

from proposals.choices import Status
from tests.admin.forms import address, as_sent
from tests.factories import history, proposals, sources

pytestmark = pytest.mark.django_db


def save(client, proposal, **typed):
    return client.post(address(proposal), as_sent(client.get(address(proposal)), **typed))


def live(proposal):
    rows = proposal.updates.live().order_by("effective_from", "number")
    return [(row.status, row.effective_on, row.effective_on_precision) for row in rows]


def test_what_was_undated_is_recorded_with_its_day(editor):
    proposal = proposals.published(proposed_on=None, source=sources.source())
    assert save(editor, proposal, proposed_on="20/11/2026").status_code == 302
    assert live(proposal) == [(Status.PROPOSED, dt.date(2026, 11, 20), "day")]
    old = proposal.updates.get(number=1)
    assert (old.voided_by.reason_hant, old.voided_by.recorded_by) == (
        "提出日期已更正。",
        editor.user,
    )
    proposal.refresh_from_db()
    assert proposal.status_since == dt.date(2026, 11, 20)
    page = editor.get(proposal.get_absolute_url()).content.decode()
    assert "2026年11月20日" in page


def test_a_day_that_stays_leaves_the_log_alone(editor):
    proposal = proposals.published()
    save(editor, proposal, title_hant="另一題目")
    assert proposal.updates.count() == 1


def test_less_is_recorded_where_less_is_known(editor):
    proposal = proposals.published()
    save(editor, proposal, proposed_on="2026年5月", proposed_on_precision="")
    assert live(proposal) == [(Status.PROPOSED, dt.date(2026, 5, 1), "month")]


def test_a_day_after_what_followed_is_refused_at_its_field_and_nothing_is_written(editor):
    proposal = proposals.published(by=editor.user)
    history.record(proposal, effective_on=dt.date(2026, 6, 1), by=editor.user)
    page = save(editor, proposal, proposed_on="1/7/2026", title_hant="另一題目")
    assert list(page.context["adminform"].form.errors) == ["proposed_on"]
    assert "另一題目" in page.content.decode()
    proposal.refresh_from_db()
    assert (proposal.title_hant, proposal.updates.count()) == ("設立銀髮經濟基金", 2)


def test_the_day_of_a_draft_records_nothing(editor):
    draft = proposals.draft()
    save(editor, draft, proposed_on="2026-01")
    assert not draft.updates.exists()
