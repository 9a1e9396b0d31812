"""Copies at the desk: given, looked at, noted; and the file, which editors alone can open."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals.choices import CopyOrigin, PageState
from proposals.copies import keeping, storing
from proposals.models import KeptCopy
from proposals.models.copies import slug_of
from proposals.texts.reading import MOST_BYTES
from tests.admin.forms import as_sent
from tests.factories import copies, people, sources

PAGE = "<!DOCTYPE html><script>alert(1)</script><p>政府將設立銀髮基金。</p>"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    return copies.kept_in(settings, tmp_path)


def file(content=PAGE, name="page.html"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def page(copy, act="change"):
    return f"/admin/proposals/keptcopy/{copy.pk}/{act}/"


@pytest.fixture
def copy(editor):
    evidence = copies.cited("https://gov.example/1", "設立銀髮基金", by=editor.user)
    return copies.given(evidence, PAGE, by=editor.user)


def test_a_copy_is_given_from_the_page_of_what_it_is_kept_for(editor):
    source = sources.source()
    way = f"/admin/proposals/keptcopy/add/?source={source.pk}"
    assert way in editor.get(f"/admin/proposals/source/{source.pk}/change/").content.decode()
    editor.post(way, as_sent(editor.get(way)) | {"file": file()})
    copy = KeptCopy.objects.get()
    assert (copy.source, copy.origin, copy.kept_by) == (source, CopyOrigin.GIVEN, editor.user)
    assert storing.get(copy.sha256) == PAGE.encode()
    # There is one already: on to it.
    assert editor.get(way).url == page(copy)
    assert page(copy) in editor.get(f"/admin/proposals/source/{source.pk}/change/").content.decode()


def test_who_may_not_give_one_is_not_asked_to(contributor):
    source = sources.source()
    shown = contributor.get(f"/admin/proposals/source/{source.pk}/change/")
    assert shown.status_code == 200
    assert "/keptcopy/add/" not in shown.content.decode()


def test_evidence_leads_to_its_copy(editor, copy):
    shown = editor.get(f"/admin/proposals/evidence/{copy.evidence_id}/change/").content.decode()
    assert page(copy) in shown


def test_of_nothing_no_copy_is_given(editor):
    assert editor.get("/admin/proposals/keptcopy/add/").status_code == 403
    assert editor.get("/admin/proposals/keptcopy/add/?source=99999999").status_code == 403


@pytest.mark.parametrize("content", [b"", b"x" * (MOST_BYTES + 1)])
def test_what_is_no_file_is_refused_at_its_field(editor, content):
    way = f"/admin/proposals/keptcopy/add/?source={sources.source().pk}"
    answer = editor.post(way, as_sent(editor.get(way)) | {"file": file(content)})
    assert answer.context["adminform"].form.errors.keys() == {"file"}
    assert not KeptCopy.objects.exists()


def test_the_file_is_saved_and_never_shown(editor, copy):
    answer = editor.get(page(copy, "file"))
    assert answer.content == PAGE.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{copy.slug}.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert editor.post(page(copy, "file")).status_code == 405


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_who_is_no_editor_sees_that_there_is_a_copy_and_opens_none(sign_in, copy, role):
    other = sign_in(role)
    shown = other.get(page(copy))
    assert shown.status_code == 200
    assert page(copy, "file") not in shown.content.decode()
    assert other.get(page(copy, "file")).status_code == 403
    assert other.post(page(copy), {}).status_code == 403


def test_nobody_opens_it_without_signing_in(client, copy):
    assert client.get(page(copy, "file")).status_code == 302


def test_a_file_that_was_altered_is_not_given_out(editor, copy, folder):
    [path] = [path for path in folder.rglob("*") if path.is_file()]
    path.write_bytes(b"not what was kept")
    answer = editor.get(page(copy, "file"), follow=True)
    assert answer.redirect_chain == [(page(copy), 302)]
    assert b"not what was kept" not in answer.content


def test_another_file_takes_its_place_and_its_history_keeps_the_first(editor, copy):
    first = copy.sha256
    given = as_sent(editor.get(page(copy))) | {"file": file("另一個檔案，沒有所引文字。")}
    editor.post(page(copy), given)
    copy.refresh_from_db()
    assert copy.sha256 != first
    assert copy.quote_found is False
    assert first in editor.get(page(copy, "history")).content.decode()


def test_an_archived_address_is_given_beside_the_link(editor, copy):
    given = as_sent(editor.get(page(copy)))
    editor.post(page(copy), given | {"archived_url": "https://archive.example/1"})
    copy.refresh_from_db()
    assert copy.archived_url == "https://archive.example/1"
    public = editor.get(copy.evidence.update.proposal.get_absolute_url()).content.decode()
    assert "https://archive.example/1" in public


def test_an_archived_address_is_told_of_a_page_that_lets_no_program_in(editor):
    evidence = copies.cited("https://closed.example/", by=editor.user)
    copy = KeptCopy.objects.create(slug=slug_of(evidence), evidence=evidence, fault="HTTP 403")
    assert not KeptCopy.objects.public().exists()
    given = as_sent(editor.get(page(copy)))
    editor.post(page(copy), given | {"archived_url": "https://archive.example/1"})
    public = editor.get(evidence.update.proposal.get_absolute_url()).content.decode()
    assert "https://archive.example/1" in public
    assert "HTTP 403" not in public
    [row] = editor.get("/api/v1/copies/").json()["results"]
    assert (row["sha256"], row["page_state"]) == ("", None)
    assert row["archived_url"] == "https://archive.example/1"


def test_of_two_editors_the_second_sees_what_the_first_has_stored(editor, copy):
    late = as_sent(editor.get(page(copy)))
    keeping.archive(copy, "https://archive.example/first", None)
    answer = editor.post(page(copy), late | {"archived_url": "https://archive.example/second"})
    assert answer.status_code == 200
    assert "https://archive.example/first" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.archived_url == "https://archive.example/first"


def test_what_is_noted_leaves_today_and_what_is_asked_anew_is_looked_at(editor, copy):
    def waits():
        part = next(p for p in editor.get("/admin/").context["work"] if p.code == "copies")
        return [(task.title, task.note.split(" · ")[0]) for task in part.tasks]

    KeptCopy.objects.update(state=PageState.CHANGED)
    assert waits() == [(copy.evidence.title, "有改動")]
    given = as_sent(editor.get(page(copy)))
    editor.post(page(copy), given | {"_noted": "1"})
    assert waits() == []
    before = KeptCopy.objects.get().next_look_at
    editor.post(page(copy), as_sent(editor.get(page(copy))) | {"_anew": "1"})
    assert KeptCopy.objects.get().next_look_at > before
    chosen = {"action": "look_again", "_selected_action": [copy.pk]}
    assert editor.post("/admin/proposals/keptcopy/", chosen).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(editor, count, django_assert_max_num_queries):
    for number in range(count):
        copies.given(sources.source(), f"第{number}頁", by=people.user())
    with django_assert_max_num_queries(14):
        assert editor.get("/admin/proposals/keptcopy/").status_code == 200
