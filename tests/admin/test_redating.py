"""The day of an ask that is published, corrected: its record follows in the same save."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from proposals.choices import Status
from proposals.editing import publishing
from proposals.models import Proposal
from proposals.models.audited import events
from tests.admin.forms import address, as_sent, as_value
from tests.admin.importing import confirm, preview
from tests.factories import history, people, proposals, sources

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
    [said] = page.context["adminform"].form.errors["proposed_on"]
    assert "請填寫較早的提出日期" in said
    assert "另一題目" in page.content.decode()
    proposal.refresh_from_db()
    assert (proposal.title_hant, proposal.updates.count()) == ("設立銀髮經濟基金", 2)


def test_the_day_of_a_draft_records_nothing(editor):
    draft = proposals.draft()
    save(editor, draft, proposed_on="2026-01")
    assert not draft.updates.exists()


# --- By its source ---


def page_of(source):
    return reverse("admin:proposals_source_change", args=[source.pk])


@pytest.fixture
def printed():
    """An article of 20 May with a published ask and a draft that have its date, and one that has
    another."""
    source = sources.source(published_on=dt.date(2026, 5, 20), published_on_precision="day")
    by = {"source": source, "authors": [people.author()]}
    own, theirs = {"proposed_on": dt.date(2026, 5, 1), **by}, {"proposed_on": None, **by}
    return source, proposals.published(**theirs), proposals.draft(**theirs), proposals.draft(**own)


def days(*asks):
    for ask in asks:
        ask.refresh_from_db()
    return [ask.proposed_on.day for ask in asks]


def test_asks_that_have_the_date_of_their_source_follow_it_with_their_records(editor, printed):
    source, public, draft, own = printed
    page = editor.get(page_of(source))
    for ask in (public, draft):
        assert str(ask) in page.text
    sent = as_sent(page, published_on="22/5/2026")
    assert sent["redates"] == "True"
    assert editor.post(page_of(source), sent).status_code == 302
    assert days(public, draft, own) == [22, 22, 1]
    assert live(public) == [(Status.PROPOSED, dt.date(2026, 5, 22), "day")]
    assert public.updates.get(number=1).voided_by.recorded_by == editor.user
    assert not draft.updates.exists()


def test_they_keep_it_where_the_editor_says_so(editor, printed):
    source, public, draft, own = printed
    sent = as_sent(editor.get(page_of(source)), published_on="22/5/2026", redates="")
    assert editor.post(page_of(source), sent).status_code == 302
    source.refresh_from_db()
    assert source.published_on.day == 22
    assert days(public, draft, own) == [20, 20, 1]
    assert public.updates.count() == 1


def test_a_date_after_what_followed_is_refused_and_nothing_is_written(editor, printed):
    source, public, draft, _own = printed
    history.record(public, effective_on=dt.date(2026, 6, 1), by=editor.user)
    sent = as_sent(editor.get(page_of(source)), published_on="1/7/2026")
    page = editor.post(page_of(source), sent)
    assert list(page.context["adminform"].form.errors) == ["published_on"]
    assert str(draft) in page.text
    source.refresh_from_db()
    assert source.published_on.day == 20
    assert days(public, draft) == [20, 20]


def test_a_date_that_stays_and_a_source_without_such_asks_record_nothing(editor, printed):
    source, public, _draft, _own = printed
    editor.post(page_of(source), as_sent(editor.get(page_of(source)), headline="另一標題"))
    assert public.updates.count() == 1
    bare = sources.source()
    assert 'name="redates"' not in editor.get(page_of(bare)).text


def test_the_page_of_the_article_redates_them_too(editor, printed):
    source, public, draft, _own = printed
    enter = reverse("admin:proposals_source_enter_more", args=[source.pk])
    page = editor.get(enter)
    sent = {}
    for form in [page.context["article"], page.context["asks"].management_form]:
        sent |= {bound.html_name: as_value(bound, bound.value()) for bound in form}
    for form in page.context["asks"].forms:
        sent |= {bound.html_name: as_value(bound, bound.value()) for bound in form}
    answer = editor.post(enter, sent | {"published_on": "22/5/2026"})
    assert answer.status_code == 302
    assert days(public, draft) == [22, 22]
    assert live(public) == [(Status.PROPOSED, dt.date(2026, 5, 22), "day")]


def test_a_table_does_not_redate_what_is_published(editor, printed):
    source, public, _draft, _own = printed
    rows = [{"slug": source.slug, "published_on": "2026-05-22"}]
    [row] = preview(editor, rows, "source").context["result"].invalid_rows
    assert list(row.error_dict) == ["published_on"]
    assert days(public) == [20]
    # So it is written with the same day.
    rows = [{"slug": source.slug, "published_on_precision": "", "published_on": "20/5/2026"}]
    assert not preview(editor, rows, "source").context["result"].invalid_rows


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"proposed_on": "2026-05-22"}, "proposed_on"),
        ({"proposed_on": "2026-05", "proposed_on_precision": ""}, "proposed_on"),
        ({"proposed_on_precision": "year", "proposed_on": "2026"}, "proposed_on"),
        (
            {
                "proposed_on": "",
                "proposed_on_precision": "",
                "proposed_not_after": "2026-05-22",
            },
            "proposed_on",
        ),
    ],
)
def test_nor_the_ask_itself(editor, printed, cells, column):
    _source, public, draft, _own = printed
    with translation.override("en"):
        page = preview(editor, [{"slug": ask.slug, **cells} for ask in (public, draft)])
    [row] = page.context["result"].invalid_rows
    assert (row.number, list(row.error_dict)) == (2, [column])
    assert days(public, draft) == [20, 20]
    withdraw(public)
    page = preview(editor, [{"slug": public.slug, **cells}])
    [row] = page.context["result"].invalid_rows
    assert list(row.error_dict) == [column]


def test_what_a_table_says_otherwise_of_the_same_day_is_written(editor, printed):
    _source, public, _draft, _own = printed
    cells = {
        "proposed_on": "20/5/2026",
        "proposed_on_precision": "",
        "proposed_basis_hant": "文中提及。",
        "proposed_basis_en": "The text says so.",
    }
    previewed = preview(editor, [{"slug": public.slug, **cells}])
    changed = [change.column for change in previewed.context["changed"][0].changes]
    assert changed == ["proposed_basis_hant", "proposed_basis_hans", "proposed_basis_en"]
    confirm(editor, previewed)
    public.refresh_from_db()
    assert public.proposed_basis_en == "The text says so."
    assert public.updates.count() == 1


def withdraw(proposal):
    publishing.withdraw(proposal, reason_hant="重複。", reason_en="A duplicate.")


def test_the_day_of_what_is_withdrawn_is_corrected_once_it_is_public_again(editor, printed):
    source, public, draft, _own = printed
    withdraw(public)
    page = save(editor, public, proposed_on="22/5/2026")
    assert list(page.context["adminform"].form.errors) == ["proposed_on"]
    sent = as_sent(editor.get(page_of(source)), published_on="22/5/2026")
    assert editor.post(page_of(source), sent).status_code == 302
    assert days(public, draft) == [20, 22]
    assert live(public) == [(Status.PROPOSED, dt.date(2026, 5, 20), "day")]


def test_another_last_day_is_recorded_anew_and_another_first_day_is_not(editor):
    proposal = proposals.published(
        proposed_on=None,
        proposed_not_before=dt.date(2026, 6, 1),
        proposed_not_after=dt.date(2026, 6, 12),
        proposed_basis_hant="文中提及當日的公布。",
        proposed_basis_en="The text names what was announced on that day.",
        source=sources.source(),
    )
    save(editor, proposal, proposed_not_before="2026-06-02")
    assert proposal.updates.count() == 1

    save(editor, proposal, proposed_not_after="2026-06-10")
    [holds] = proposal.updates.live()
    assert (holds.effective_on, holds.effective_not_after) == (None, dt.date(2026, 6, 10))
    assert proposal.updates.get(number=1).voided_by


def test_a_day_that_is_restored_is_recorded_anew_or_refused(editor):
    proposal = proposals.published(by=editor.user)
    asked_on = proposal.proposed_on
    [first] = events(Proposal).filter(pgh_obj_id=proposal.pk).order_by("-pgh_id")[:1]
    save(editor, proposal, proposed_on="22/5/2026")

    def restore():
        proposal.refresh_from_db()
        history_page = reverse("admin:proposals_proposal_history", args=[proposal.pk])
        sent = {
            "event": first.pk,
            "version": proposal.version,
            "confirmed": "1",
            "reason": "誤改。",
        }
        return editor.post(history_page, sent, follow=True)

    restore()
    assert live(proposal) == [(Status.PROPOSED, asked_on, "day")]
    proposal.refresh_from_db()
    save(editor, proposal, proposed_on="1/5/2026")
    proposal.refresh_from_db()
    history.record(proposal, effective_on=dt.date(2026, 5, 2), by=editor.user)
    told = [str(message) for message in restore().context["messages"]]
    proposal.refresh_from_db()
    assert proposal.proposed_on == dt.date(2026, 5, 1)
    assert live(proposal)[0] == (Status.PROPOSED, dt.date(2026, 5, 1), "day")
    assert "不可接在" in told[-1]
