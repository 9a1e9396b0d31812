"""Taking in a text, and deciding on what is found in it, without any script."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from proposals.candidates import deciding, reading
from proposals.choices import IntakeState
from proposals.models import Candidate, IntakePage, Proposal
from proposals.texts.reading import MOST_TEXT
from tests.candidates.model import KEY, talking
from tests.factories import intake, people, proposals

TAKE = "/admin/proposals/intakepage/add/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """How often the background was asked to read."""
    times = []
    monkeypatch.setattr("proposals.admin.intake.ask_for_intake", lambda: times.append(1))
    return times


@pytest.fixture
def page():
    intake.taxonomy_of_text()
    return intake.page(published_on=dt.date(2026, 5, 20))


@pytest.fixture
def at_desk():
    """An editor whose forms must carry their token, as in a browser."""

    def enter():
        client = Client(enforce_csrf_checks=True)
        client.force_login(people.user(role="Editor"))
        return client

    return enter


def shows(answer, text):
    return text in answer.content.decode()


def review(page):
    return reverse("admin:proposals_intakepage_review", args=[page.pk])


def rows(page):
    return list(page.candidates.exclude(decision="replaced").order_by("start", "pk"))


def act(client, page, name, row=None, **said):
    sent = {"act": name, **({"candidate": row.pk} if row else {}), **said}
    return client.post(review(page), sent, follow=True)


def written(row, **said):
    """The form of a candidate as the page shows it."""
    shown = {
        "title": row.title,
        "authors": "陳大文，區議員",
        "sector": row.sector.code if row.sector else "",
        "instrument": row.instrument,
        "specificity": row.specificity,
        "bodies": row.bodies,
    }
    return shown | said


def test_a_pasted_text_is_taken_in(editor, asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(
            TAKE, {"text": intake.TEXT.replace("\n", "\r\n"), "published_on": "2026-05-20"}
        )
    page = IntakePage.objects.get()
    assert answer["Location"] == review(page)
    assert page.text == intake.TEXT
    assert (page.taken_in_by, page.published_on) == (editor.user, dt.date(2026, 5, 20))
    assert asked == [1]
    # Sent once more, it is the same page.
    again = editor.post(TAKE, {"text": intake.TEXT}, follow=True)
    assert shows(again, str(editor.user))
    assert IntakePage.objects.count() == 1


def test_a_rule_that_knows_no_words_by_name_tells_those_it_went_by(editor, page, monkeypatch):
    row = rows(page)[0]
    row.rules = ["learned", "alike"]
    row.save()
    monkeypatch.setattr("proposals.admin.review.learned.telling", lambda passage: [passage[:2]])
    assert shows(editor.get(review(page)), f"最着力的字眼：{row.passage[:2]}。")


def test_a_file_and_an_address_are_taken_in(editor):
    editor.post(TAKE, {"file": SimpleUploadedFile("page.txt", intake.TEXT.encode())})
    editor.post(TAKE, {"address": "https://daily.example/1"})
    assert sorted(IntakePage.objects.values_list("origin", "name")) == [
        ("address", "https://daily.example/1"),
        ("file", "page.txt"),
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "其中一項"),
        ({"text": "政府應種樹。", "address": "https://daily.example/1"}, "其中一項"),
        ({"address": "ftp://daily.example/1"}, "https://"),
        ({"text": "政府應種樹。", "url": "https://me:secret@daily.example/"}, "密碼"),
        ({"text": "政府應種樹。", "published_on": "yesterday"}, "日期"),
        ({"text": "政府應種樹。", "published_on": "0026-05-20"}, "errorlist"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_stays_in_the_form(editor, sent, said):
    answer = editor.post(TAKE, sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert sent.get("text", "") in answer.content.decode()
    assert not IntakePage.objects.exists()


def test_a_text_of_five_megabytes_is_taken_in_and_a_longer_one_stays_in_the_form(editor):
    text = "天氣很好。\n" * (MOST_TEXT // 16)
    assert editor.post(TAKE, {"text": text}).status_code == 302
    assert IntakePage.objects.get().text == text
    answer = editor.post(
        TAKE, {"text": "政府應種樹。" * (MOST_TEXT // 18 + 1), "printed_page": "A12"}
    )
    assert answer.context["form"].errors.keys() == {"text"}
    assert shows(answer, "政府應種樹。" * 1000)
    assert shows(answer, 'value="A12"')


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_what_is_too_long_to_be_read_at_all_is_said_at_the_field(at_desk, language):
    strict = at_desk()
    with override(language):
        answer = strict.post(reverse("admin:proposals_intakepage_add"), {"text": "a" * 7_000_000})
        assert (answer.status_code, answer.context["form"].errors.keys()) == (200, {"text"})
        assert shows(answer, "5 MB")
    assert not IntakePage.objects.exists()


def test_nothing_is_taken_in_without_the_token_of_the_form(at_desk):
    assert at_desk().post(TAKE, {"text": "政府應種樹。"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post(TAKE, {"text": "a" * 7_000_000}).status_code == 302
    assert not IntakePage.objects.exists()


@pytest.mark.parametrize(
    ("content", "fault", "count"),
    [
        (b"\x7fELF\2\1\1\0\0\0" * 20, "file_other_kind", 0),
        (bytes(range(256)) * 40, "file_no_text", 0),
        (b"name,sum\n" + b"a,1\n" * 2000, "", 0),
        ("今天天氣很好，我們去看海。".encode(), "", 0),
        ("# 种树\n\n政府應设立樹木基金。The Government should plant trees.".encode(), "", 2),
        (intake.TEXT.encode("gb18030"), "", 4),
        (intake.TEXT.encode("utf-16"), "", 4),
        (intake.TEXT.encode("utf-16-be"), "encoding_unknown", 0),
        (intake.TEXT.encode("big5hkscs")[:-1], "", 4),
        (intake.TEXT.encode("euc_jp", errors="replace"), "", 0),
        (intake.TEXT.encode() + b"\xff\xfe", "", 4),
    ],
    ids=[
        "program", "bytes", "table", "no ask", "mixed scripts", "gb18030", "utf-16",
        "utf-16 without a mark", "big5 cut", "japanese", "a few bytes wrong",
    ],
)  # fmt: skip
def test_whatever_file_is_sent_the_page_says_what_came_of_it(editor, content, fault, count):
    answer = editor.post(TAKE, {"file": SimpleUploadedFile("page.txt", content)})
    page = IntakePage.objects.get()
    assert answer["Location"] == review(page)
    reading.read_waiting()
    page.refresh_from_db()
    assert (page.fault, page.candidates.count()) == (fault, count)
    shown = editor.get(review(page))
    assert shown.status_code == 200
    if fault:
        assert shows(shown, escape(page.fault_said()))


def test_what_a_model_gave_is_shown_with_its_cost_and_marked_until_it_is_saved(editor, settings):
    intake.taxonomy_of_text()
    with talking() as model:
        model.set_up(settings, price=(Decimal(1), Decimal(2)))
        model.rows = [
            {"passage": "政府應設立樹木基金", "summary_en": "A fund <b>for</b> trees."},
            {"passage": "園藝界亦人手不足"},
        ]
        page = intake.page()
    first, _second, missed, *_rest = rows(page)
    shown = editor.get(review(page))
    assert shows(shown, "2000 個詞元，0.0022 美元")
    assert shows(shown, "規則, 模型")
    assert shows(shown, "由模型草擬")
    assert shows(shown, '<dd lang="en">A fund &lt;b&gt;for&lt;/b&gt; trees.</dd>')
    assert not shows(shown, KEY)
    said = written(first, summary_en="A fund for trees.")
    act(editor, page, "edit", first, **said)
    assert not shows(editor.get(review(page)), "由模型草擬")
    act(editor, page, "accept", missed, **written(missed, sector="environment"))
    assert Proposal.objects.get().title_hant == "園藝界亦人手不足"
    measured = editor.get(reverse("admin:proposals_intakepage_measured"))
    assert shows(measured, "模型")


def test_the_page_marks_the_passages_and_offers_each(editor, page):
    shown = editor.get(review(page)).content.decode()
    for row in rows(page):
        assert f'<mark id="m{row.pk}" class="open"><a href="#c{row.pk}">{row.passage}</a>' in shown
        assert f'id="c{row.pk}"' in shown
    assert "李小明" in shown


@pytest.mark.parametrize("times", [1, 4])
def test_it_costs_the_same_however_many_candidates_there_are(
    editor, times, django_assert_num_queries
):
    intake.taxonomy_of_text()
    page = intake.page(intake.TEXT * times)
    deciding.reject(rows(page)[0].pk, reason="past", by=editor.user)
    proposals.draft()
    editor.get(review(page))
    # Session, account, its rights in two; page, articles, candidates, sectors, bodies.
    with django_assert_num_queries(9):
        editor.get(review(page))


def test_a_long_text_is_shown_an_article_at_a_time(editor):
    page = intake.page(intake.TEXT + "# 附錄\n\n" + "天氣很好。\n" * 9_000)
    shown = editor.get(review(page)).content.decode()
    assert "全港塌樹逾千" in shown
    assert "夜間渡輪" not in shown
    assert "夜間渡輪" in editor.get(review(page) + "?article=1").content.decode()
    assert editor.get(review(page) + "?article=x").status_code == 200


def test_accepting_leads_to_the_next(editor, page):
    first, second, *_rest = rows(page)
    answer = editor.post(
        review(page), {"act": "accept", "candidate": first.pk, **written(first, title="樹木基金")}
    )
    assert answer["Location"].endswith(f"#c{second.pk}")
    draft = Proposal.objects.get()
    assert draft.title_hant == "樹木基金"
    assert (
        reverse("admin:proposals_proposal_change", args=[draft.pk])
        in editor.get(review(page)).content.decode()
    )


def test_a_contributor_makes_drafts_too(contributor, page):
    act(contributor, page, "accept", rows(page)[0], **written(rows(page)[0]))
    assert Proposal.objects.count() == 1


def test_what_is_typed_stays_where_a_decision_is_refused(editor, page):
    row = rows(page)[0]
    answer = act(editor, page, "accept", row, **written(row, title="改好的題目", sector=""))
    assert shows(answer, "改好的題目")
    assert not Proposal.objects.exists()
    answer = act(editor, page, "accept", row, **written(row, title="長" * 301))
    assert shows(answer, "長" * 301)
    assert not Proposal.objects.exists()


def test_each_act_by_its_button(editor, page):
    first, second, _third, last = rows(page)
    act(editor, page, "edit", first, **written(first, authors="王小明 | 教授\nGreen Sense"))
    first.refresh_from_db()
    assert first.authors == [
        {"name": "王小明", "capacity": "教授"},
        {"name": "Green Sense", "capacity": ""},
    ]
    act(editor, page, "reject", second, reason="past", note="去年已做")
    second.refresh_from_db()
    assert (second.decision, second.note) == ("rejected", "去年已做")
    act(editor, page, "reopen", second)
    act(editor, page, "join", first)
    joined = rows(page)[0]
    act(editor, page, "split", joined, parts="政府應設立樹木基金\r\n公布塌樹紀錄")
    assert [row.passage for row in rows(page)][:2] == ["政府應設立樹木基金", "公布塌樹紀錄"]
    act(editor, page, "mark", passage="全港塌樹逾千", near="9999999999999999999")
    assert Candidate.objects.filter(passage="全港塌樹逾千", found_by=["editor"]).exists()
    assert last.decision == ""


@pytest.mark.parametrize("sent", [{"act": "accept"}, {"act": "_held", "candidate": "1"}, {}])
def test_what_is_no_act_is_refused(editor, page, sent):
    assert editor.post(review(page), sent).status_code == 200
    assert not Proposal.objects.exists()


def test_a_candidate_of_another_page_is_not_decided_on_here(editor, page):
    other = intake.page("# 別的\n\n政府應興建圖書館。")
    act(editor, page, "reject", rows(other)[0], reason="past")
    assert rows(other)[0].decision == ""


def test_the_second_of_two_editors_is_told_who_was_first(editor, sign_in, page):
    row = rows(page)[0]
    act(editor, page, "reject", row, reason="past")
    other = sign_in("Editor")
    assert shows(act(other, page, "accept", row, **written(row)), str(editor.user))
    assert not Proposal.objects.exists()


def test_a_page_that_waits_is_cancelled_and_read_again(editor, asked):
    page = intake.page(read=False)
    shown = editor.get(review(page)).content.decode()
    assert 'http-equiv="refresh"' in shown
    assert "<progress" in shown
    act(editor, page, "cancel")
    page.refresh_from_db()
    assert page.state == IntakeState.CANCELLED
    act(editor, page, "again")
    page.refresh_from_db()
    assert page.state == IntakeState.QUEUED


def test_the_reason_of_a_fault_is_shown(editor):
    page = intake.page(read=False)
    IntakePage.objects.update(state=IntakeState.FAILED, fault="檔案沒有文字。")
    assert shows(editor.get(review(page)), "檔案沒有文字。")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(editor, count, django_assert_num_queries):
    for number in range(count):
        intake.page(f"# {number}\n\n政府應興建圖書館。")
    address = reverse("admin:proposals_intakepage_changelist")
    editor.get(address)
    with django_assert_num_queries(8):
        assert shows(editor.get(address), "1 / 1")


def test_how_good_the_finding_is_and_the_set(editor, page):
    measured = reverse("admin:proposals_intakepage_measured")
    assert editor.get(measured).status_code == 200
    for row in rows(page):
        deciding.reject(row.pk, reason="slogan", by=people.user(role="Editor"))
    shown = editor.get(measured).content.decode()
    assert "mostly-rejected" in shown
    assert "0.00" in shown or "0,00" in shown
    packed = editor.get(reverse("admin:proposals_intakepage_labelled"))
    assert packed["Content-Type"] == "application/zip"


def test_an_administrator_looks_and_decides_nothing(sign_in, page):
    administrator = sign_in("Administrator")
    assert administrator.get(review(page)).status_code == 200
    assert act(administrator, page, "reject", rows(page)[0], reason="past").status_code == 403


def test_its_text_and_candidates_are_seen_through_no_public_door(client, editor, page):
    secret = "全港塌樹逾千"
    assert secret in page.text
    deciding.accept(rows(page)[3].pk, by=editor.user)
    deciding.accept(rows(page)[0].pk, by=editor.user)
    doors = [
        *("/", "/proposals/", "/sources/", "/authors/", "/statistics/", "/changes/", "/data/"),
        *("/api/v1/proposals/", "/api/v1/sources/", "/api/v1/authors/", "/api/v1/changes/"),
        *("/api/v1/facets/", "/feeds/proposals.json", "/feeds/changes.atom"),
        *("/data/proposals.csv", "/data/proposals.ndjson", "/api/v1/intake/"),
        *(review(page), TAKE, reverse("admin:proposals_intakepage_labelled")),
    ]
    for door in doors:
        answer = client.get(door)
        body = b"".join(answer) if answer.streaming else answer.content
        for told in (secret, "種樹也要有章法", "夜間渡輪", "李小明"):
            assert told not in body.decode(errors="replace"), door
