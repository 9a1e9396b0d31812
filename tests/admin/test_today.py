"""The first page of the admin: what waits for this editor, and the form that clears each row."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.dates import written_day
from proposals.editing import term_requests
from proposals.models import (
    Assignment,
    Channel,
    IntakePage,
    KeptCopy,
    Proposal,
    Source,
    TermRequest,
    Watch,
)
from proposals.rights import LOADER
from proposals.uptake import deciding
from tests.admin.forms import address
from tests.factories import (
    channels,
    documents,
    history,
    intake,
    people,
    proposals,
    sources,
    taxonomy,
)
from tests.factories.suggestions import suggestion
from tests.interface import says

TODAY = "/admin/"
KINDS = [
    *("mine", "waiting", "told", "matches", "stale", "overdue", "target"),
    *("ready", "intake", "links", "channels", "answered", "copies", "watched", "others"),
]

PAST_TARGET = {
    "target_on": dt.date(2026, 8, 1),
    "target_on_precision": "month",
    "target_title": "施政報告",
    "target_url": "https://gov.example/pa",
}


def work(client) -> dict:
    return {part.code: part for part in client.get(TODAY).context["work"]}


def counts(client) -> dict:
    return {code: part.count for code, part in work(client).items()}


def waiting(by, **fields):
    """A promise kept, as one editor alone has recorded it."""
    proposal = proposals.published(by=by, **fields)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 6, 1), by=by)
    return history.record(proposal, Status.DELIVERED, dt.date(2026, 7, 1), by=by)


def late(days, by, **fields):
    proposal = proposals.published(by=by, **fields)
    due = timezone.localdate() - dt.timedelta(days=days)
    Proposal.objects.filter(pk=proposal.pk).update(next_check_on=due, checked_on=due)
    return proposal


def dead(**fields):
    link = {"url": "https://example.org/", "link_checked_at": timezone.now(), "link_status": 404}
    return sources.source(**link | fields)


def silent():
    """A channel where nothing new has stood for longer than its editors expect."""
    registered = timezone.now() - dt.timedelta(days=8)
    return channels.channel(
        f"https://gov.example/{Channel.objects.count()}", silent_after=7, created_at=registered
    )


def unkept():
    """A page cited that its editor could not have kept."""
    source = sources.source(url="https://example.org/closed")
    return KeptCopy.objects.create(
        slug=f"source-{source.slug}", source=source, fault="HTTP 403", state_at=timezone.now()
    )


def answered(editor, by):
    """A term that the editor has asked for, and somebody declined."""
    asked = TermRequest.objects.create(
        kind="body", name_hant="銀髮辦公室", reason="施政報告", asked_by=editor
    )
    term_requests.decline(asked, by=by, reason="已有。")
    return asked


def make_everything(count, editor, other):
    for _ in range(count):
        waiting(other)
        late(91, editor)
        Assignment.objects.create(proposal=late(1, editor), editor=editor)
        proposals.published(by=editor, **PAST_TARGET)
        moved = history.record(proposals.published(by=editor), by=other)
        Watch.objects.create(proposal=moved.proposal, editor=editor)
        proposals.draft()
        dead()
        intake.page(f"政府應興建第{IntakePage.objects.count()}座圖書館。")
        suggestion(proposal=proposals.published(by=editor))
        documents.match(proposals.published(by=editor), documents.document())
        silent()
        unkept()
        answered(editor, by=other)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_waits(editor, count, django_assert_num_queries):
    make_everything(count, editor.user, people.user())
    # Session, account, its rights in two, whether it did anything, and what of late; a count and
    # the first rows of each kind.
    with django_assert_num_queries(6 + 2 * len(KINDS)):
        page = editor.get(TODAY)
    assert [part.code for part in page.context["work"]] == KINDS
    assert all(part.count for part in page.context["work"])


def test_each_list_leads_to_all_that_it_counts(editor):
    make_everything(6, editor.user, people.user())
    for part in work(editor).values():
        listed = editor.get(part.all_address)
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == part.count
        assert len(part.tasks) == 5


def test_each_row_leads_to_the_form_that_clears_it(editor):
    other = people.user()
    update = waiting(other)
    stale, overdue, draft = late(91, editor.user), late(1, editor.user), proposals.draft()
    page = intake.page("政府應興建圖書館。")
    source, copy, told = dead(), unkept(), suggestion(proposal=stale)
    document, channel = documents.document(), silent()
    documents.match(stale, document)
    asked = answered(editor.user, by=other)
    missed = proposals.published(by=editor.user, **PAST_TARGET)
    Assignment.objects.create(proposal=overdue, editor=editor.user)
    Watch.objects.create(proposal=update.proposal, editor=editor.user)
    found = {code: part.tasks[0].address for code, part in work(editor).items()}
    assert found == {
        "mine": address(overdue, "check"),
        "target": address(missed, "record"),
        "watched": address(update.proposal),
        "waiting": address(update.proposal, "confirm", update.pk),
        "told": f"/admin/proposals/suggestion/{told.pk}/change/",
        "matches": f"/admin/proposals/document/{document.pk}/decide/",
        "stale": address(stale, "check"),
        "overdue": address(overdue, "check"),
        "ready": address(draft, "publish"),
        "intake": f"/admin/proposals/intakepage/{page.pk}/review/",
        "channels": f"/admin/proposals/channel/{channel.pk}/change/",
        "links": f"/admin/proposals/source/{source.pk}/change/",
        "copies": f"/admin/proposals/keptcopy/{copy.pk}/change/",
        "answered": f"/admin/proposals/termrequest/{asked.pk}/change/",
        "others": address(update.proposal),
    }
    assert all(editor.get(page).status_code == 200 for page in found.values())


def test_a_day_is_said_as_readers_have_it(editor):
    overdue = late(1, editor.user)
    Assignment.objects.create(proposal=overdue, editor=editor.user)
    overdue.refresh_from_db()
    assert written_day(overdue.next_check_on) in work(editor)["mine"].tasks[0].note


def test_what_i_recorded_waits_for_others(editor, sign_in):
    waiting(editor.user)
    assert counts(editor)["waiting"] == 0
    assert counts(sign_in("Editor"))["waiting"] == 1


def test_official_words_wait_until_each_match_is_decided(editor):
    document = documents.document()
    first, second = (documents.match(proposals.published(), document, n) for n in (1, 2))
    assert counts(editor)["matches"] == 1
    deciding.reject(first, by=editor.user)
    assert counts(editor)["matches"] == 1
    deciding.reject(second, by=editor.user)
    assert counts(editor)["matches"] == 0


def test_a_channel_is_told_of_when_it_is_silent_or_cannot_be_read_for_a_day(editor):
    now = timezone.now()
    rested, heard = silent(), silent()
    Channel.objects.filter(pk=rested.pk).update(is_active=False)
    Channel.objects.filter(pk=heard.pk).update(new_at=now)
    assert counts(editor)["channels"] == 0
    fault = {"failures": 9, "fault": "status", "fault_detail": "404"}
    Channel.objects.filter(pk=heard.pk).update(failing_since=now, **fault)
    assert counts(editor)["channels"] == 0
    Channel.objects.filter(pk=heard.pk).update(failing_since=now - dt.timedelta(days=1))
    [task] = work(editor)["channels"].tasks
    assert task.note.endswith("：404")


def test_what_is_confirmed_or_void_waits_no_longer(editor):
    other = people.user()
    tracking.confirm(waiting(other), by=editor.user)
    tracking.void(waiting(other), reason_hant="認錯了。", by=editor.user)
    assert counts(editor)["waiting"] == 0


@pytest.mark.parametrize(
    ("days", "found"),
    [(0, (0, 0)), (1, (0, 1)), (90, (0, 1)), (91, (1, 0))],
)
def test_an_ask_is_stale_a_whole_interval_after_its_check_was_due(editor, days, found):
    proposal = late(days, editor.user)
    waits = counts(editor)
    assert (waits["stale"], waits["overdue"]) == found
    proposal.refresh_from_db()
    is_late = {(1, 0): "stale", (0, 1): "overdue", (0, 0): "fresh"}[found]
    assert proposal.freshness(timezone.localdate()) == is_late


def test_only_what_is_public_is_checked(editor):
    hidden = [proposals.draft(), proposals.withdrawn(), proposals.merged(proposals.published())]
    long_ago = timezone.localdate() - dt.timedelta(days=999)
    pks = [proposal.pk for proposal in hidden]
    Proposal.objects.filter(pk__in=pks).update(next_check_on=long_ago, checked_on=long_ago)
    waits = counts(editor)
    assert (waits["stale"], waits["overdue"]) == (0, 0)


@pytest.mark.parametrize("column", ["title_hant", "title_en", "summary_hant", "summary_en"])
def test_a_draft_is_ready_only_when_it_is_complete(editor, column):
    ready, incomplete = proposals.draft(), proposals.draft()
    Proposal.objects.filter(pk=incomplete.pk).update(**{column: " "})
    orphan = proposals.draft()
    orphan.attributions.all().delete()
    proposals.published(by=editor.user)
    assert [t.address for t in work(editor)["ready"].tasks] == [address(ready, "publish")]


def test_a_link_is_dead_when_it_answers_with_a_fault_or_not_at_all(editor):
    dead()
    dead(link_status=None, link_error="timed out")
    sources.source()
    sources.source(url="https://example.org/")
    dead(link_status=200)
    dead(url="")
    assert counts(editor)["links"] == Source.objects.with_dead_link().count() == 2


def test_fresh_is_what_others_recorded_in_the_last_days(editor):
    other = people.user()
    proposals.published(by=editor.user)
    fresh = proposals.published(by=other)
    with_void = proposals.published(by=editor.user)
    update = history.record(with_void, by=editor.user)
    tracking.void(update, reason_hant="認錯了。", by=other)
    notes = [task.note for task in work(editor)["others"].tasks]
    assert len(notes) == 2
    assert says("Void") in notes[0]
    assert notes[1].startswith(fresh.get_status_display())


def test_what_others_recorded_long_ago_is_not_fresh(editor):
    history.record(
        proposals.draft(),
        Status.PROPOSED,
        recorded_at=timezone.now() - dt.timedelta(days=8),
        by=people.user(),
    )
    assert counts(editor)["others"] == 0


def test_what_a_package_loaded_does_not_fill_it(editor):
    proposals.published(by=people.user(username=LOADER, role="Chief editor"))
    assert counts(editor)["others"] == 0


def test_what_is_mine_stands_first_in_each_list(editor):
    late(30, editor.user)
    own = late(1, editor.user)
    Assignment.objects.create(proposal=own, editor=editor.user)
    first = work(editor)["overdue"].tasks[0]
    assert first.address == address(own, "check")


def test_a_body_of_mine_makes_its_proposals_mine_but_for_those_of_others(editor):
    body = taxonomy.body()
    own, given = (proposals.published(bodies=[body]) for _ in range(2))
    proposals.draft(bodies=[body])
    Assignment.objects.create(body=body, editor=editor.user)
    Assignment.objects.create(proposal=given, editor=people.user())
    part = work(editor)["mine"]
    assert [task.address for task in part.tasks] == [address(own)]


def test_a_new_desk_says_where_to_begin_until_something_is_done(editor):
    words = says("Where to begin")
    assert words in editor.get(TODAY).text
    proposal = proposals.published()
    editor.post(address(proposal, "care"), {"watched": "on"})
    assert words not in editor.get(TODAY).text


def test_what_editors_write_is_listed_first(editor):
    [ours, *_others] = editor.get(TODAY).context["app_list"]
    names = [noun["object_name"] for noun in ours["models"]]
    assert names[:3] == ["Proposal", "IntakePage", "Source"]
    assert names.index("Change") > names.index("Term")


def test_nothing_to_do_is_said(editor):
    page = editor.get("/en/admin/")
    assert page.context["is_clear"]
    assert "Nothing waits for you today." in page.text


def test_who_may_not_clear_a_row_does_not_see_it(contributor, sign_in):
    make_everything(1, people.user(), people.user())
    assert list(counts(contributor)) == ["intake", "links"]
    assert counts(sign_in("Administrator")) == {}


def test_the_lists_of_all_nouns_stand_below(editor):
    page = editor.get(TODAY).text
    assert all(
        f'href="/admin/proposals/{noun}/"' in page for noun in ("proposal", "source", "author")
    )
