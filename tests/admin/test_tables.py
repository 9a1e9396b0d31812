import datetime as dt
import io

import openpyxl
import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.choices import ChangeKind, Status
from proposals.editing import publishing, writing
from proposals.models import Author, Change, Proposal
from proposals.tables import resource
from proposals.tables.resource import TableResource
from proposals.tables.resources import ProposalResource
from tests.admin.forms import messages
from tests.admin.importing import XLSX, confirm, exported, page, preview
from tests.factories import history, people, proposals, sources


def test_only_csv_and_xlsx_are_written(editor):
    choices = editor.get(page("export")).context["form"].fields["format"].choices
    assert [label for value, label in choices if value] == ["csv", "xlsx"]


def test_an_export_holds_the_rows_of_the_list_as_filtered(editor):
    published = proposals.published()
    proposals.draft()
    rows = exported(editor, publication_state__exact="published")
    assert [row["slug"] for row in rows] == [published.slug]


def test_a_workbook_holds_the_same_rows(editor):
    proposal = proposals.published()
    answer = editor.post(page("export"), {"format": XLSX, "resource": "0"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    header, row = sheet.iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True))["slug"] == proposal.slug


def test_a_preview_shows_what_would_change_and_writes_nothing(editor):
    proposal = proposals.published()
    [row] = exported(editor)
    shown = preview(editor, [row | {"title_hant": "擴大銀髮經濟基金"}])
    assert shown.context["result"].totals["update"] == 1
    assert "擴大" in shown.text
    assert "設立" in shown.text
    assert Proposal.objects.get().title_hant == proposal.title_hant
    assert Change.objects.filter(noun="proposal").count() == 1


def test_a_confirmed_import_is_told_to_the_public(editor):
    proposals.published()
    [row] = exported(editor)
    done = confirm(editor, preview(editor, [row | {"title_hant": "擴大銀髮經濟基金"}]))
    assert Proposal.objects.get().title_hant == "擴大銀髮經濟基金"
    assert Change.objects.latest("seq").kind == ChangeKind.UPDATED
    assert len(messages(done)) == 1


def test_an_export_read_back_changes_nothing(editor):
    proposals.published()
    rows = exported(editor)
    confirm(editor, preview(editor, rows))
    assert exported(editor) == rows
    assert Change.objects.filter(noun="proposal").count() == 1


def test_a_faulty_file_writes_none_of_its_rows(editor):
    people.author()
    good, bad = exported(editor, "author") * 2
    shown = preview(
        editor, [good | {"slug": "new", "name_hant": "新人"}, bad | {"kind": "ghost"}], "author"
    )
    assert "confirm_form" not in shown.context
    assert Author.objects.count() == 1


def test_a_row_gone_stale_since_the_preview_stops_all_rows(editor):
    first, second = proposals.published(), proposals.published()
    rows = [row | {"title_hant": "改了"} for row in exported(editor)]
    shown = preview(editor, rows)
    publishing.withdraw(second, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    done = confirm(editor, shown)
    assert not Proposal.objects.filter(title_hant="改了").exists()
    assert [m.level_tag for m in done.context["messages"]] == ["error"]
    assert done.redirect_chain[-1][0] == page("import")
    assert Change.objects.filter(proposal=first).count() == 1


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_who_may_not_publish_may_not_import(sign_in, editor, role):
    proposals.published()
    rows = exported(editor)
    client = sign_in(role)
    assert preview(client, rows).status_code == 403
    assert client.post(page("process_import"), {"upload": 1}).status_code == 403
    assert "/import/" not in client.get(page("changelist")).text


# --- What others have written since the export ---


def rewritten(proposal, **texts):
    """The proposal, after a colleague has changed it."""
    for column, text in texts.items():
        setattr(proposal, column, text)
    with transaction.atomic():
        writing.write(proposal)
        writing.settle([proposal])


def faults(shown):
    """Column and message of each fault."""
    assert "confirm_form" not in shown.context
    return {fault.column: fault.message for row in shown.context["faulty"] for fault in row.faults}


def test_a_row_that_was_changed_since_the_export_is_not_written_over(editor):
    proposal = proposals.published()
    [row] = exported(editor)
    rewritten(proposal, title_en="A colleague’s title")
    mine = row | {"title_en": "My title"}
    said = faults(preview(editor, [mine]))
    assert set(said) == {"title_en"}
    assert "A colleague’s title" in said["title_en"]
    # As exported, it would take the colleague's text back.
    assert set(faults(preview(editor, [row]))) == {"title_en"}
    [now] = exported(editor)
    assert now["version"] in said["title_en"]
    confirm(editor, preview(editor, [mine | {"version": now["version"]}]))
    assert Proposal.objects.get().title_en == "My title"


def test_a_row_that_says_what_is_stored_now_is_unchanged_whatever_it_was(editor):
    proposal = proposals.published()
    [row] = exported(editor)
    rewritten(proposal, title_en="The same title")
    shown = preview(editor, [row | {"title_en": "The same title"}])
    assert shown.context["result"].totals["skip"] == 1


def test_a_status_that_moved_since_the_export_is_told_in_one_line(editor):
    proposal = proposals.published()
    [row] = exported(editor)
    history.record(proposal, Status.NOTED, by=people.user())
    said = faults(preview(editor, [row | {"title_hant": "新題目"}]))
    assert set(said) == {"status"}
    assert "已回應" in said["status"]
    confirm(editor, preview(editor, [row | {"title_hant": "新題目", "status": ""}]))
    assert Proposal.objects.get().title_hant == "新題目"


def test_a_row_without_a_version_is_compared_with_what_is_stored(editor):
    proposal = proposals.published()
    [row] = exported(editor)
    rewritten(proposal, title_hant="同事的新題目")
    del row["version"]
    shown = preview(editor, [row | {"title_hant": "我的題目"}])
    assert "confirm_form" in shown.context


# --- What a preview tells ---


def test_a_preview_shows_the_cells_that_change_and_no_others(editor):
    proposals.published(slug="one")
    proposals.published(slug="two")
    one, two = sorted(exported(editor), key=lambda row: row["slug"])
    shown = preview(editor, [one, two | {"title_en": "Another"}])
    [row] = shown.context["changed"]
    assert (row.number, row.name, row.title) == (3, "two", two["title_hant"])
    assert [(c.column, c.before, c.after) for c in row.changes] == [
        ("title_en", two["title_en"], "Another")
    ]
    assert shown.context["result"].totals["skip"] == 1


def test_a_new_row_like_one_that_is_there_is_told(editor):
    source = sources.source(slug="old", headline="標題", url="https://www.daily.example/a?id=7")
    row = {"slug": "new", "kind": "op_ed", "headline": "標題", "language": "zh-Hant"}
    row["url"] = "http://daily.example/a/?utm_source=x&id=7&fbclid=y"
    shown = preview(editor, [row, row | {"slug": "newer", "headline": "另一"}], "source")
    told = [row.warnings for row in shown.context["changed"]]
    assert [len(warnings) for warnings in told] == [2, 1]
    assert all(source.slug in warning for warnings in told for warning in warnings)


def test_what_follows_from_acts_is_not_read_and_that_is_told(editor):
    proposals.published()
    [row] = exported(editor)
    shown = preview(editor, [row | {"status_since": "2020-01-01", "title_en": "Another"}])
    assert shown.context["passed_over"] == {"status_since": 1}


def test_the_page_for_an_export_lists_the_columns_of_the_file(editor):
    proposals.published()
    for noun in ("proposal", "author"):
        listed = editor.get(page("export", noun)).context["fields_list"][0][1]
        answer = editor.post(page("export", noun), {"format": "0", "resource": "0"})
        assert answer.content.decode("utf-8-sig").splitlines()[0].split(",") == listed


def test_an_export_has_a_mark_for_spreadsheets_and_the_day_of_hong_kong(editor, monkeypatch):
    night = dt.datetime(2026, 11, 29, 17, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: night)
    answer = editor.post(page("export"), {"format": "0", "resource": "0"})
    assert answer.content.startswith(b"\xef\xbb\xbfslug,")
    assert 'filename="Proposal-2026-11-30.csv"' in answer["Content-Disposition"]


def test_a_row_that_changes_is_not_judged_twice(editor):
    for number in range(4):
        proposals.published(slug=f"ask-{number}")
    asked = {}
    for count in (1, 3):
        rows = [row | {"title_en": f"Told {count} times"} for row in exported(editor)[:count]]
        shown = preview(editor, rows)
        with CaptureQueriesContext(connection) as queries:
            confirm(editor, shown)
        asked[count] = len(queries)
    assert (asked[3] - asked[1]) / 2 <= 1


@pytest.fixture
def asks(editor, monkeypatch):
    """Rows that give each of five asks another title; a part of an import holds two."""
    monkeypatch.setattr(resource, "AT_ONCE", 2)
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    for number in range(5):
        proposals.published(slug=f"ask-{number}")
    return [
        row | {"title_hant": f"另一題目{row['slug']}", "title_hans": ""} for row in exported(editor)
    ]


def test_an_import_of_several_parts_is_written_and_told_whole(editor, asks):
    new = {
        "slug": "ask-new",
        "title_hant": "另一題目ask-new",
        "version": "",
        "publication_state": "",
    }
    confirm(editor, preview(editor, [*asks, asks[0] | new]))
    written = Proposal.objects.values_list("slug", "title_hant", "title_hans")
    assert set(written) == {
        (slug, f"另一題目{slug}", f"另一题目{slug}")
        for slug in ("ask-0", "ask-1", "ask-2", "ask-3", "ask-4", "ask-new")
    }
    told = Change.objects.filter(kind=ChangeKind.UPDATED).values_list("key", "digest")
    digests = Proposal.objects.public().values_list("slug", "content_digest")
    assert sorted(told) == sorted(digests)
    assert Proposal.objects.search("另一題目").count() == 6
    noted = LogEntry.objects.values_list("action_flag", flat=True)
    assert sorted(noted) == [ADDITION, *[CHANGE] * 5]


def test_what_the_database_refuses_in_a_later_part_leaves_nothing_written(
    editor, asks, monkeypatch
):
    shown = preview(editor, asks)
    read = ProposalResource.read

    def misread(self, row, file):
        if row.number == 5:
            row.would_be.specificity = ""
        return read(self, row, file)

    monkeypatch.setattr(ProposalResource, "read", misread)
    monkeypatch.setattr(ProposalResource, "judge", lambda *_args: None)
    [said] = messages(confirm(editor, shown))
    assert "第 5 行：公開的項目必須填寫。" in said
    assert not Proposal.objects.filter(title_hant__startswith="另一題目").exists()
    assert not Change.objects.filter(kind=ChangeKind.UPDATED).exists()


def test_what_only_the_database_refuses_is_told_by_its_name(editor, monkeypatch):
    proposals.draft()
    [row] = exported(editor)
    bounds = {"proposed_on": "", "proposed_on_precision": ""}
    bounds |= {"proposed_not_before": "2026-05-02", "proposed_not_after": "2026-05-01"}
    monkeypatch.setattr(TableResource, "judge", lambda *_args: None)
    [said] = messages(confirm(editor, preview(editor, [row | bounds])))
    assert "早於「不早於」一欄的日子" in said
