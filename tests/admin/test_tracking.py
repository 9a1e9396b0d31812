import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry

from proposals import tracking
from proposals.choices import EvidenceClass, Status
from proposals.models import Proposal
from tests.admin.forms import address, messages, typed_evidence
from tests.factories import history, people, proposals

STEP = {
    "status": Status.UNDER_STUDY.value,
    "effective_on": "2026-06-01",
    "effective_on_precision": "day",
    "reason_hant": "政府表示正在研究。",
    "reason_en": "Government says that it is studying it.",
}
DOCUMENT = {
    "evidence_class": EvidenceClass.OFFICIAL_DOCUMENT.value,
    "title": "施政報告第 10 段",
    "publisher": "政府",
    "url": "https://example.org/10",
    "published_on": "2026-06-01",
    "quote": "會研究",
}


def send(client, proposal, page="record", *args, evidence=(DOCUMENT,), **typed):
    sent = as_seen(proposal) | typed
    if page == "record":
        sent = STEP | typed_evidence(*evidence) | sent
    return client.post(address(proposal, page, *args), sent)


def as_seen(proposal) -> dict:
    return {"seen": proposal.updates.count(), "checks_seen": proposal.checks.count()}


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def test_progress_is_recorded_with_its_evidence(editor):
    proposal = proposals.published()
    done = send(editor, proposal, evidence=[DOCUMENT, {**DOCUMENT, "title": "新聞公報"}])
    assert done.url == address(proposal)
    update = proposal.updates.get(number=2)
    assert (update.status, update.effective_on) == ("under_study", dt.date(2026, 6, 1))
    assert (update.reason_hant, update.reason_en) == (STEP["reason_hant"], STEP["reason_en"])
    assert update.recorded_by == editor.user
    kept = update.evidence.order_by("pk")
    assert [e.title for e in kept] == ["施政報告第 10 段", "新聞公報"]
    assert (kept[0].url, kept[0].quote, kept[0].published_on_precision) == (
        "https://example.org/10",
        "會研究",
        "day",
    )
    proposal.refresh_from_db()
    assert proposal.status == "under_study"


def test_partly_delivered_is_refused_at_the_criteria_until_they_are_named(editor):
    proposal = proposals.published()
    for text in ("基金已成立", "基金已接受申請"):
        proposals.criterion(proposal, text)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 5, 25), by=editor.user)
    partly = {"status": "partly_delivered"}
    assert set(errors(send(editor, proposal, **partly))) == {"criterion_1"}
    send(editor, proposal, **partly, criterion_1="met", criterion_2="not_met")
    states = proposal.updates.latest("number").assessments.values_list("state", flat=True)
    assert sorted(states) == ["met", "not_met"]


def test_success_is_said_on_the_page_of_the_proposal(editor):
    proposal = proposals.published()
    send(editor, proposal)
    assert len(messages(editor.get(address(proposal)))) == 1


def test_rows_of_evidence_left_empty_are_no_evidence(editor):
    proposal = proposals.published()
    send(editor, proposal, evidence=[{}, DOCUMENT, {}])
    assert proposal.updates.get(number=2).evidence.count() == 1


def test_evidence_too_weak_is_refused_with_the_remedy_and_all_typed_is_kept(editor):
    proposal = proposals.published()
    weak = {**DOCUMENT, "evidence_class": EvidenceClass.MEDIA_REPORT.value, "quote": "據報"}
    refused = send(editor, proposal, evidence=[weak])
    form = refused.context["form"]
    assert form.evidence_refusal.rule == "evidence_missing"
    assert str(form.evidence_refusal.remedy) in refused.text
    assert form["reason_hant"].value() == STEP["reason_hant"]
    assert form["status"].value() == STEP["status"]
    assert form.evidence.forms[0]["quote"].value() == "據報"
    assert proposal.updates.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason_hant": ""}, "reason_hant"),
        ({"effective_on": ""}, "effective_on"),
        ({"effective_on": "2999-01-01"}, "effective_on"),
        ({"effective_on": "1999-01-01"}, "effective_on"),
        ({"status": "delivered"}, "status"),
        ({"status": "no_such_status"}, "status"),
        ({"status": "superseded"}, "superseded_by"),
        ({"superseded_by": "no-such-slug"}, "superseded_by"),
    ],
)
def test_a_refusal_stands_at_the_field_that_it_names(editor, typed, field):
    proposal = proposals.published()
    evidence = [] if typed.get("status") == "superseded" else [DOCUMENT]
    refused = send(editor, proposal, evidence=evidence, **typed)
    assert list(errors(refused)) == [field]
    assert proposal.updates.count() == 1


def test_a_faulty_row_of_evidence_is_marked_in_its_row(editor):
    proposal = proposals.published()
    refused = send(editor, proposal, evidence=[DOCUMENT, {**DOCUMENT, "url": "no address"}])
    assert [list(e) for e in refused.context["form"].evidence.errors] == [[], ["url"]]
    assert proposal.updates.count() == 1


def test_a_date_known_to_the_month_is_kept_as_the_month(editor):
    proposal = proposals.published()
    send(editor, proposal, effective_on="2026-07-15", effective_on_precision="month")
    update = proposal.updates.get(number=2)
    assert (update.effective_on, update.effective_on_precision) == (dt.date(2026, 7, 1), "month")


@pytest.mark.parametrize("known_by", ["pk", "slug"])
def test_what_replaces_a_proposal_is_chosen_or_named_by_its_slug(editor, known_by):
    proposal, successor = proposals.published(), proposals.published()
    chosen = getattr(successor, known_by)
    send(editor, proposal, evidence=[], status="superseded", superseded_by=chosen)
    assert proposal.updates.get(number=2).superseded_by == successor


def test_steps_that_may_follow_are_offered_first(editor):
    page = editor.get(address(proposals.published(), "record"))
    first, then = page.context["form"].fields["status"].choices[1:]
    assert "under_study" in dict(first[1])
    assert list(dict(then[1])) == ["partly_delivered", "delivered"]


def test_late_news_of_an_earlier_day_is_slotted_in(editor):
    proposal = proposals.published()
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 8, 1), by=editor.user)
    send(editor, proposal)
    proposal.refresh_from_db()
    assert proposal.updates.count() == 3
    assert proposal.status == "in_delivery"


def test_more_rows_keep_all_that_was_typed_and_judge_nothing(editor):
    proposal = proposals.published()
    page = send(editor, proposal, evidence=[{**DOCUMENT, "url": "half an addr"}], _more="1")
    form = page.context["form"]
    assert len(form.evidence.forms) == 4
    assert form.evidence.forms[0]["url"].value() == "half an addr"
    assert form["reason_en"].value() == STEP["reason_en"]
    assert (form["seen"].value(), form["checks_seen"].value()) == ("1", "0")
    assert not form.errors
    assert "errorlist" not in page.text
    assert proposal.updates.count() == 1


def test_a_second_click_records_nothing_more(editor):
    proposal = proposals.published()
    sent = STEP | typed_evidence(DOCUMENT) | as_seen(proposal)
    editor.post(address(proposal, "record"), sent)
    stopped = editor.post(address(proposal, "record"), sent)
    assert stopped.context["unseen"].updates == [proposal.updates.get(number=2)]
    assert proposal.updates.count() == 2


def test_a_second_click_checks_nothing_more(editor):
    proposal = proposals.published()
    sent = {"checked_on": "2026-06-01"} | as_seen(proposal)
    editor.post(address(proposal, "check"), sent)
    stopped = editor.post(address(proposal, "check"), sent)
    assert stopped.context["unseen"].checks == [proposal.checks.get()]


@pytest.mark.parametrize("page", ["record", "check"])
def test_what_others_recorded_meanwhile_is_shown_beside_what_is_typed(editor, page):
    proposal = proposals.published()
    before = as_seen(proposal)
    by = people.user(username="colleague")
    history.record(proposal, Status.NOTED, reason_hant="局方已回覆。", by=by)
    tracking.check(proposal, checked_on=dt.date(2026, 7, 1), note_hant="查過立法會。", by=by)
    typed = {"reason_en": "My words.", "note_hant": "我的備註。", "checked_on": "2026-08-01"}
    stopped = send(editor, proposal, page, **typed, **before)
    assert not errors(stopped)
    clash = stopped.text[stopped.text.index('class="clash"') : stopped.text.index("<form method")]
    for words in ("已回應", "局方已回覆。", "查過立法會。", "colleague"):
        assert words in clash
    mine = {"record": "My words.", "check": "我的備註。"}[page]
    assert clash.count(mine) == 1
    assert stopped.text.count(mine) == 2
    assert (proposal.updates.count(), proposal.checks.count()) == (2, 1)


@pytest.mark.parametrize("page", ["record", "check"])
def test_who_has_seen_what_came_between_may_record_after_all(editor, page):
    proposal = proposals.published()
    before = as_seen(proposal)
    by = people.user()
    history.record(proposal, Status.NOTED, dt.date(2026, 5, 21), by=by)
    tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=by)
    day = {"checked_on": "2026-08-01"}
    form = send(editor, proposal, page, **day, **before).context["form"]
    now = {name: form[name].value() for name in ("seen", "checks_seen")}
    assert send(editor, proposal, page, **day, **now).status_code == 302
    assert proposal.updates.count() + proposal.checks.count() == 4


def test_an_editor_is_not_offered_an_override_and_cannot_smuggle_one(editor):
    proposal = proposals.published()
    assert "override_reason_hant" not in editor.get(address(proposal, "record")).text
    refused = send(editor, proposal, status="delivered", override_reason_hant="特例。")
    assert list(errors(refused)) == ["status"]


def test_a_chief_editor_overrides_with_a_reason(chief):
    proposal = proposals.published()
    send(chief, proposal, status="delivered", evidence=[], override_reason_hant="特例。")
    update = proposal.updates.get(number=2)
    assert (update.status, update.override_reason_hant) == ("delivered", "特例。")
    assert "特例。" in chief.get(address(proposal)).text


@pytest.mark.parametrize("make", [proposals.withdrawn, None])
def test_nothing_is_recorded_for_what_is_withdrawn_or_merged(editor, make):
    proposal = make() if make else proposals.merged(proposals.published())
    refused = send(editor, proposal)
    assert list(errors(refused)) == ["__all__"]
    assert proposal.updates.count() == 1


def test_a_check_is_recorded_and_the_next_falls_due_by_the_status(editor):
    proposal = proposals.published()
    send(editor, proposal, "check", checked_on="1/6/2026", note_hant="查過立法會文件。")
    check = proposal.checks.get()
    assert check.checked_on == dt.date(2026, 6, 1)
    assert check.next_check_on == dt.date(2026, 6, 1) + dt.timedelta(days=90)
    assert (check.note_hant, check.recorded_by) == ("查過立法會文件。", editor.user)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"checked_on": "2026-06"}, "checked_on"),
        ({"checked_on": "2026-06-01", "next_check_on": "2026-06-01"}, "next_check_on"),
        ({"checked_on": ""}, "checked_on"),
    ],
)
def test_a_check_that_cannot_be_is_refused_at_its_field(editor, typed, field):
    proposal = proposals.published()
    refused = send(editor, proposal, "check", **typed)
    assert list(errors(refused)) == [field]
    assert not proposal.checks.exists()


def test_a_void_finds_the_status_anew_and_keeps_both_records(editor):
    proposal = proposals.published()
    update = history.record(proposal, by=editor.user)
    send(editor, proposal, "void", update.pk, reason_hant="認錯了文件。", reason_en="Wrong one.")
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    void = proposal.updates.get(void_of=update)
    assert (void.reason_hant, void.reason_en) == ("認錯了文件。", "Wrong one.")


def test_a_void_without_a_reason_is_refused_at_the_reason(editor):
    proposal = proposals.published()
    update = history.record(proposal, by=editor.user)
    assert list(errors(send(editor, proposal, "void", update.pk))) == ["reason_hant"]
    assert proposal.updates.count() == 2


def test_the_first_record_cannot_be_voided_away(editor):
    proposal = proposals.published()
    first = proposal.updates.get()
    refused = send(editor, proposal, "void", first.pk, reason_hant="沒有提出。")
    assert list(errors(refused)) == ["__all__"]


def test_a_record_is_voided_only_at_its_own_proposal(editor):
    update, other = proposals.published().updates.get(), proposals.published()
    assert editor.get(address(other, "void", update.pk)).status_code == 404


def test_publishing_shows_a_draft_and_states_it_as_proposed(editor):
    proposal = proposals.draft()
    send(editor, proposal, "publish")
    proposal.refresh_from_db()
    assert proposal.is_public
    assert proposal.updates.get().status == "proposed"


def test_an_incomplete_draft_is_not_published_and_the_page_says_why(editor):
    proposal = proposals.draft()
    proposal.attributions.all().delete()
    refused = send(editor, proposal, "publish")
    assert list(errors(refused)) == ["__all__"]
    assert not Proposal.objects.public().exists()


def test_withdrawing_takes_a_reason_in_both_languages(editor):
    proposal = proposals.published()
    refused = send(editor, proposal, "withdraw", reason_hant="出處已撤回。")
    assert list(errors(refused)) == ["reason_en"]
    send(editor, proposal, "withdraw", reason_hant="出處已撤回。", reason_en="Source withdrawn.")
    proposal.refresh_from_db()
    assert proposal.publication_state == "withdrawn"
    assert proposal.withdrawn_reason_hans == "出处已撤回。"


def test_what_was_withdrawn_can_be_published_again(editor):
    proposal = proposals.withdrawn()
    send(editor, proposal, "publish")
    proposal.refresh_from_db()
    assert proposal.is_public


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (proposals.draft, ["publish", "ideas", "care"]),
        (proposals.published, ["record", "check", "ideas", "withdraw", "care"]),
        (proposals.withdrawn, ["publish", "ideas", "care"]),
    ],
)
def test_the_page_offers_what_can_be_done_now(editor, make, names):
    proposal = make()
    acts = editor.get(address(proposal)).context["acts"]
    assert [act["address"] for act in acts] == [address(proposal, name) for name in names]


def test_each_act_is_in_the_history_of_the_proposal(editor):
    proposal = proposals.draft()
    send(editor, proposal, "publish")
    send(editor, proposal)
    assert LogEntry.objects.filter(object_id=str(proposal.pk), user=editor.user).count() == 2
