"""One policy event, many proposals: found, stated, previewed, applied and taken back."""

import datetime as dt

import pytest

from proposals.choices import EvidenceClass, Status
from proposals.models import Change, PolicyEvent, Proposal, StatusUpdate
from tests.admin.forms import address, messages
from tests.factories import history, people, proposals, sources, taxonomy

ADD = "/admin/proposals/policyevent/add/"
LIST = "/admin/proposals/policyevent/"
EVENT = {
    "title": "二〇二六年施政報告第 42 段",
    "evidence_class": EvidenceClass.OFFICIAL_DOCUMENT.value,
    "publisher": "行政長官",
    "url": "https://example.org/42",
    "happened_on": "2026-09-15",
    "happened_on_precision": "day",
}


def step(proposal, status=Status.UNDER_STUDY, **typed):
    return {
        "proposal": proposal.pk,
        "seen": proposal.updates.count(),
        "status": str(status),
        "reason_hant": "施政報告表示會研究。",
        "reason_en": "The Policy Address says that it will be studied.",
        "passage": "我們會研究。",
    } | typed


def send(client, *steps, button="_apply", **typed):
    sent = EVENT | {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": len(steps)}
    for number, row in enumerate(steps):
        sent |= {f"steps-{number}-{name}": value for name, value in row.items()}
    return client.post(ADD, sent | {button: "1"} | typed)


def written():
    return [model.objects.count() for model in (PolicyEvent, StatusUpdate, Change)]


def chosen(page):
    return [form.row for form in page.context["steps"].forms]


def found(page):
    return set(page.context["found"])


def test_a_step_states_which_criteria_the_event_meets(editor):
    proposal, other = (proposals.published(by=editor.user) for _ in range(2))
    for text in ("基金已成立", "基金已接受申請"):
        proposals.criterion(proposal, text)
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 6, 2), by=editor.user)
    part = step(proposal, Status.PARTLY_DELIVERED)
    refused = send(editor, part, step(other))
    assert "須註明哪些準則" in refused.context["steps"].forms[0].errors["criterion_1"][0]
    said = part | {"criterion_1": "met", "criterion_2": "not_met"}
    shown = send(editor, said, step(other), button="_preview")
    assert not [name for name in shown.context["steps"].forms[1].fields if "criterion" in name]
    assert shown.context["steps"].forms[0]["criterion_2"].value() == "not_met"
    send(editor, said, step(other))
    update = proposal.updates.latest("number")
    states = update.assessments.values_list("criterion__position", "state")
    assert (update.status, dict(states)) == ("partly_delivered", {1: "met", 2: "not_met"})


def test_one_event_moves_each_proposal_with_its_own_code_note_and_passage(editor):
    study, work = proposals.published(), proposals.published()
    done = send(
        editor,
        step(study),
        step(work, Status.COMMITTED, reason_hant="施政報告承諾推行。", passage="我們會推行。"),
    )
    event = PolicyEvent.objects.get()
    assert done.url == f"{LIST}{event.pk}/change/"
    assert (event.title, event.happened_on) == (EVENT["title"], dt.date(2026, 9, 15))
    update = work.updates.get(number=2)
    assert (update.status, update.effective_on) == (Status.COMMITTED, dt.date(2026, 9, 15))
    assert (update.event, update.recorded_by) == (event, editor.user)
    document = update.evidence.get()
    assert (document.title, document.url, document.quote) == (
        EVENT["title"],
        EVENT["url"],
        "我們會推行。",
    )
    study.refresh_from_db()
    assert study.status == Status.UNDER_STUDY
    page = editor.get(done.url)
    assert len(messages(page)) == 1
    assert all(address(row) in page.text for row in (study, work))


def test_a_preview_shows_before_and_after_and_writes_nothing(editor):
    proposal = proposals.published()
    before = written()
    page = send(editor, step(proposal), button="_preview")
    [(form, outcome)] = page.context["rows"]
    assert (outcome.before, outcome.after) == (Status.PROPOSED, Status.UNDER_STUDY)
    assert form.row.status == Status.PROPOSED
    assert 'name="_apply"' in page.text
    assert written() == before


def test_what_needs_a_second_editor_is_told_in_the_preview(editor):
    proposal = proposals.published()
    page = send(editor, step(proposal, Status.DECLINED), button="_preview")
    assert 'class="waits"' in page.text
    send(editor, step(proposal, Status.DECLINED))
    proposal.refresh_from_db()
    assert proposal.status == Status.PROPOSED
    assert proposal.updates.awaiting_confirmation().count() == 1


def test_late_news_is_told_in_the_preview(editor):
    proposal = proposals.published()
    history.record(proposal, Status.IN_DELIVERY, dt.date(2026, 10, 1), by=editor.user)
    page = send(editor, step(proposal, Status.COMMITTED), button="_preview")
    [(_form, outcome)] = page.context["rows"]
    assert (outcome.before, outcome.after) == (Status.IN_DELIVERY, Status.IN_DELIVERY)
    told = page.text[page.text.index('class="outcome"') :].split("</p>")[0]
    assert str(Status.COMMITTED.label) in told


@pytest.mark.parametrize("button", ["_preview", "_apply"])
def test_refusals_stand_at_their_rows_and_nothing_is_written(editor, button):
    good, bad, worse = (proposals.published() for _ in range(3))
    before = written()
    page = send(
        editor,
        step(good),
        step(bad, Status.PARTLY_DELIVERED),
        step(worse, reason_hant="", passage="一段原文"),
        button=button,
    )
    errors = [list(form.errors) for form in page.context["steps"].forms]
    assert errors == [[], ["status"], ["reason_hant"]]
    assert written() == before
    assert chosen(page) == [good, bad, worse]
    assert page.context["form"]["title"].value() == EVENT["title"]
    assert page.context["steps"].forms[2]["passage"].value() == "一段原文"
    assert 'name="_apply"' not in page.text


def test_faults_of_the_event_and_of_the_rows_are_told_at_once(editor):
    page = send(editor, step(proposals.published(), ""), title="", happened_on="")
    assert list(page.context["form"].errors) == ["title", "happened_on"]
    assert list(page.context["steps"].forms[0].errors) == ["status"]
    assert not PolicyEvent.objects.exists()


def test_an_event_without_a_proposal_is_refused(editor):
    page = send(editor)
    assert list(page.context["form"].errors) == ["__all__"]
    assert not PolicyEvent.objects.exists()


def test_what_others_recorded_meanwhile_is_told_at_the_row_and_may_then_be_sent(editor):
    proposal = proposals.published()
    mine = step(proposal)
    colleague = people.user(username="colleague")
    history.record(proposal, Status.NOTED, reason_hant="局方已回覆。", by=colleague)
    page = send(editor, mine)
    [form] = page.context["steps"].forms
    said = str(form.errors["__all__"])
    assert "局方已回覆。" in said
    assert "colleague" in said
    assert form["reason_hant"].value() == mine["reason_hant"]
    assert not PolicyEvent.objects.exists()
    assert send(editor, mine | {"seen": form["seen"].value()}).status_code == 302
    assert proposal.updates.count() == 3


def test_several_searches_add_up_and_keep_all_that_is_typed(editor):
    fund = proposals.published()
    rail = proposals.published(
        title_hant="興建鐵路",
        summary_hant="建議興建鐵路。",
        title_en="A railway",
        summary_en="x",
        sector=taxonomy.sector("transport", "運輸", "Transport"),
        source=sources.source("論鐵路"),
    )
    proposals.draft()
    page = send(editor, button="_search", q="银发")
    assert found(page) == {fund}
    page = send(editor, button="_add", q="銀髮", pick=[fund.pk])
    assert chosen(page) == [fund]
    mine = step(fund, reason_hant="我的附註")
    page = send(editor, mine, button="_search", q="鐵路", pick=[rail.pk], title="我的標題")
    assert chosen(page) == [fund, rail]
    assert found(page) == set()
    assert page.context["steps"].forms[0]["reason_hant"].value() == "我的附註"
    assert page.context["form"]["title"].value() == "我的標題"
    assert not page.context["form"].errors
    assert "errorlist" not in page.text


def test_proposals_are_found_by_status_and_sector(editor):
    other = taxonomy.sector(code="transport")
    moved, rail = proposals.published(), proposals.published(sector=other)
    history.record(moved, by=editor.user)
    assert found(send(editor, button="_search", status="under_study")) == {moved}
    assert found(send(editor, button="_search", sector="transport")) == {rail}
    assert found(send(editor, button="_search")) == {moved, rail}


def test_a_search_for_no_word_says_so(editor):
    page = send(editor, button="_search", q="。。")
    assert [fault.parameter for fault in page.context["faults"]] == ["q"]


def test_a_proposal_is_taken_off_the_list_again(editor):
    kept, gone = proposals.published(), proposals.published()
    page = send(editor, step(gone, remove="on"), step(kept), button="_preview")
    assert chosen(page) == [kept]


def test_it_begins_from_proposals_selected_in_their_list(editor):
    rows = [proposals.published(), proposals.published()]
    sent = {"action": "move_selected", "_selected_action": [r.pk for r in rows]}
    page = editor.post("/admin/proposals/proposal/", sent, follow=True)
    assert chosen(page) == rows


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_hits_costs_the_same_however_many(editor, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(authors=[people.author(), people.author()])
    # Session, account, rights in two; the sectors; the hits, with their authors in two.
    with django_assert_num_queries(8):
        assert len(found(send(editor, button="_search"))) == count


def test_only_a_chief_editor_may_override(editor, chief):
    proposal = proposals.published()
    mine = step(proposal, Status.PARTLY_DELIVERED, override_reason_hant="特例。")
    assert list(send(editor, mine).context["steps"].forms[0].errors) == ["status"]
    assert send(chief, mine).status_code == 302
    assert proposal.updates.get(number=2).override_reason_hant == "特例。"


def test_an_undo_voids_all_that_is_left_with_one_reason(editor):
    rows = [proposals.published() for _ in range(3)]
    event = PolicyEvent.objects.get(pk=send(editor, *map(step, rows)).url.split("/")[-3])
    undo = f"{LIST}{event.pk}/undo/"
    refused = editor.post(undo, {"reason_hant": ""})
    assert list(refused.context["form"].errors) == ["reason_hant"]
    assert not StatusUpdate.objects.exclude(void_of=None).exists()
    done = editor.post(undo, {"reason_hant": "讀錯了段落。", "reason_en": "Misread."})
    assert done.url == f"{LIST}{event.pk}/change/"
    voids = StatusUpdate.objects.exclude(void_of=None)
    assert {(void.proposal, void.reason_hant) for void in voids} == {
        (row, "讀錯了段落。") for row in rows
    }
    assert set(Proposal.objects.values_list("status", flat=True)) == {Status.PROPOSED}
    page = editor.get(done.url)
    assert undo not in page.text
    assert list(editor.post(undo, {"reason_hant": "再來。"}).context["form"].errors) == ["__all__"]


def test_an_undo_that_one_log_cannot_bear_is_refused_by_name(editor):
    proposal, other = proposals.published(title_hant="不能撤回的建議"), proposals.published()
    event = send(editor, step(proposal, Status.IN_DELIVERY), step(other)).url.split("/")[-3]
    history.record(proposal, Status.PARTLY_DELIVERED, dt.date(2026, 10, 1), by=editor.user)
    page = editor.post(f"{LIST}{event}/undo/", {"reason_hant": "讀錯了段落。"})
    assert "不能撤回的建議" in str(page.context["form"].errors["__all__"])
    assert not StatusUpdate.objects.exclude(void_of=None).exists()


def test_a_contributor_reads_events_and_records_none(editor, contributor):
    event = send(editor, step(proposals.published())).url
    assert contributor.get(LIST).status_code == 200
    assert contributor.get(event).status_code == 200
    assert "/undo/" not in contributor.get(event).text
    assert contributor.get(ADD).status_code == 403
    assert contributor.get(event.replace("change", "undo")).status_code == 403


def test_nobody_edits_or_deletes_an_event(chief):
    event = send(chief, step(proposals.published())).url
    assert chief.post(event, EVENT | {"title": "改了"}).status_code == 403
    assert chief.post(event.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert PolicyEvent.objects.get().title == EVENT["title"]


def test_the_story_of_a_proposal_leads_to_the_event(editor):
    proposal = proposals.published()
    event = send(editor, step(proposal)).url
    assert f'href="{event}"' in editor.get(address(proposal)).text
