import io

import openpyxl
import pytest

from proposals.choices import ChangeKind
from proposals.editing import publishing
from proposals.models import Author, Change, Proposal
from tests.admin.forms import messages
from tests.admin.importing import XLSX, confirm, exported, page, preview
from tests.factories import people, proposals


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
