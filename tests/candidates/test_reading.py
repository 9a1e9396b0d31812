"""Texts are taken in once, and read by one worker, however many there are and whatever dies."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from proposals import tasks
from proposals.candidates import deciding, reading, taking
from proposals.choices import IntakeOrigin, IntakeState
from proposals.models import Candidate, IntakePage, readable
from proposals.models.candidates import MOST_TRIES
from proposals.texts.reading import MOST_BYTES, MOST_TEXT
from proposals.tracking.rules import Refusal
from tests.candidates.model import talking
from tests.factories import intake, people
from tests.receiver import listening, this_machine
from tests.texts import made
from tests.texts.test_fetching import Site
from tests.workers import Workers, until
from tracker.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return people.user(role="Editor")


def test_a_page_is_read_into_articles_and_candidates_with_their_places():
    intake.taxonomy_of_text()
    page = intake.page()
    assert page.state == IntakeState.READ
    assert page.name == "種樹也要有章法"
    assert [a.headline for a in page.articles.order_by("number")] == ["種樹也要有章法", "夜渡維港"]
    rows = page.candidates.order_by("start").select_related("sector")
    assert [row.passage for row in rows] == [
        "政府應設立樹木基金",
        "公布塌樹紀錄",
        "發展局應資助培訓五百名樹藝師",
        "運輸署應延長夜間渡輪服務至凌晨二時",
    ]
    for row in rows:
        assert page.text[row.start : row.end] == row.passage
        assert row.found_by == ["rules"]
        assert row.rules
    assert rows[3].authors == [{"name": "李小明", "capacity": "海事從業員"}]
    assert (rows[3].sector.code, rows[3].bodies) == ("transport_infra", ["td"])


def test_the_same_text_comes_in_once_whoever_sends_it(by):
    page, is_new = taking.take_text("政府應種樹。", by=by)
    again, is_new_again = taking.take_text("政府應種樹。", by=people.user(role="Editor"))
    assert (again, is_new, is_new_again) == (page, True, False)
    assert again.taken_in_by == by


@pytest.mark.parametrize("text", ["", " \r\n ", "字" * (MOST_TEXT // 3 + 1)])
def test_what_is_no_page_is_refused(by, text):
    with pytest.raises(Refusal):
        taking.take_text(text, by=by)
    assert not IntakePage.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x" * (MOST_BYTES + 1)])
def test_what_is_no_file_is_refused(by, content):
    with pytest.raises(Refusal):
        taking.take_file(content, "page.txt", by=by)


@pytest.mark.parametrize(
    ("content", "fault", "words"),
    [
        (
            b"\x7fELF\2\1\1\0\0\0" * 20,
            "file_other_kind",
            ["另一類檔案（ELF）", "另一类文件（ELF）", "another kind (ELF)"],
        ),
        (bytes(range(1, 256)) * 4, "file_no_text", ["不是文字", "不是文字", "is no text"]),
        (b" \n", "file_empty", ["沒有文字", "没有文字", "holds no text"]),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_the_language_of_who_looks(
    by, content, fault, words
):
    page, _ = taking.take_file(content, "page.txt", by=by)
    reading.read_waiting()
    page.refresh_from_db()
    assert (page.state, page.fault) == (IntakeState.FAILED, fault)
    for language, said in zip(("zh-hant", "zh-hans", "en"), words, strict=True):
        with override(language):
            assert said in page.fault_said()


def test_a_fault_kept_as_a_sentence_is_still_said():
    assert IntakePage(fault="檔案損壞。").fault_said() == "檔案損壞。"


@pytest.mark.parametrize(
    "text",
    ["今天天氣很好。", "a,b,c\n1,2,3\n4,5,6\n", "!" * 5000, "\u202e\u200b" * 50],
)
def test_a_text_without_any_ask_is_read_and_offers_none(text):
    page = intake.page(text)
    assert (page.state, page.candidates.count()) == (IntakeState.READ, 0)


@pytest.mark.slow("reads a book")
def test_a_book_is_read():
    page = intake.page(intake.TEXT * 1000)
    assert page.state == IntakeState.READ
    assert page.candidates.count() == 4000


def test_files_of_each_kind_are_read(by):
    page, _ = taking.take_file(made.word(), "page.docx", by=by)
    other, _ = taking.take_file(intake.TEXT.encode("big5hkscs"), "page.txt", by=by)
    reading.read_waiting()
    page.refresh_from_db()
    other.refresh_from_db()
    assert page.content is None
    assert "政府應設立樹木基金" in page.text
    assert other.text == intake.TEXT
    assert other.candidates.count() == 4


@pytest.fixture
def written_down(monkeypatch):
    """A page of this machine stands for one of the open web, whose address is written down."""
    monkeypatch.setattr(readable, "leads_inside", lambda _host: False)


def test_an_address_is_fetched_and_known_by_what_it_gave(by, written_down):
    with listening(Site) as port:
        url = f"http://127.0.0.1:{port}/article"
        page, is_new = taking.take_address(url, by=by)
        again, is_new_again = taking.take_address(url, by=by)
        assert (again.pk, is_new, is_new_again) == (page.pk, True, False)
        reading.read_waiting(this_machine)
        page.refresh_from_db()
        assert (page.state, page.fault) == (IntakeState.READ, "")
        assert page.published_on == dt.date(2026, 5, 20)
        assert "設立樹木基金" in page.candidates.get().passage
        # What stands there has not changed.
        third, _ = taking.take_address(url, by=by)
        reading.read_waiting(this_machine)
        third.refresh_from_db()
        assert (third.state, str(page) in third.fault_said()) == (IntakeState.FAILED, True)


def test_no_address_of_this_machine_is_taken(by):
    with pytest.raises(Refusal, match="私人網絡"):
        taking.take_address("http://127.0.0.1:9/", by=by)


def test_no_address_of_this_machine_is_fetched(by, written_down):
    page, _ = taking.take_address("http://127.0.0.1:9/", by=by)
    reading.read_waiting()
    page.refresh_from_db()
    assert page.state == IntakeState.FAILED
    assert "並非公開網址" in page.fault_said()


def test_a_page_whose_worker_died_is_taken_up_again():
    page = intake.page(read=False)
    assert IntakePage.objects.claim() == page
    # The lease has not run out: nobody else gets it.
    assert reading.read_waiting() == 0
    IntakePage.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert reading.read_waiting() == 1
    page.refresh_from_db()
    assert (page.state, page.candidates.count()) == (IntakeState.READ, 4)


def test_a_page_that_kills_every_worker_is_given_up():
    page = intake.page(read=False)
    for _ in range(MOST_TRIES):
        assert IntakePage.objects.claim() == page
        IntakePage.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert reading.read_waiting() == 0
    page.refresh_from_db()
    assert (page.state, page.fault) == (IntakeState.FAILED, "tried_too_often")


def test_what_a_late_worker_found_is_not_written():
    page = intake.page(read=False)
    late = IntakePage.objects.claim()
    IntakePage.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    reading.read_waiting()
    reading._read(late, None)
    assert page.candidates.count() == 4


def test_a_cancelled_page_is_read_no_further_and_may_be_read_again():
    page = intake.page(read=False)
    begun = IntakePage.objects.claim()
    assert page.cancel()
    reading._read(begun, None)
    page.refresh_from_db()
    assert (page.state, page.candidates.count()) == (IntakeState.CANCELLED, 0)
    assert not page.cancel()
    assert page.queue_again()
    reading.read_waiting()
    page.refresh_from_db()
    assert page.state == IntakeState.READ
    assert not page.cancel()


@pytest.mark.slow("reads pictures as people do")
def test_the_reading_of_scans_tells_how_far_it_is_and_stops(by, monkeypatch):
    page, _ = taking.take_file(made.scanned("The Government should plant trees."), "s.pdf", by=by)
    told = []
    renew = IntakePage.renew
    monkeypatch.setattr(
        IntakePage, "renew", lambda self, *far: told.append(far) or renew(self, *far)
    )
    reading.read_waiting()
    page.refresh_from_db()
    assert (0, 1) in told
    assert [row.passage for row in page.candidates.all()] == ["The Government should plant trees"]


@pytest.fixture
def model(settings):
    with talking() as model:
        model.set_up(settings, price=(Decimal(1), Decimal(2)))
        model.rows = [
            {"passage": "政府應設立樹木基金", "title_zh": "樹木基金", "title_en": "A tree fund"},
            {"passage": "園藝界亦人手不足", "summary_zh": "園藝界人手不足。"},
        ]
        yield model


def test_a_model_is_asked_beside_the_rules_and_its_drafts_are_marked_until_they_are_saved(
    model, by
):
    page = intake.page()
    assert (page.model_tokens, page.model_cost, page.model_fault) == (2000, Decimal("0.0022"), "")
    first, _second, missed, *_rest = page.candidates.order_by("start")
    assert (first.found_by, first.title, first.title_en) == (
        ["rules", "model"],
        "樹木基金",
        "A tree fund",
    )
    assert (first.drafted, first.score is None) == (["title", "title_en"], False)
    assert (missed.passage, missed.found_by, missed.score) == ("園藝界亦人手不足", ["model"], None)
    assert (missed.drafted, missed.title) == (["summary"], "園藝界亦人手不足")
    # Whom no rule has found speaking is the author of the article.
    assert missed.authors == [{"name": "陳大文", "capacity": "區議員"}]
    deciding.edit(first.pk, {"title": "設立樹木基金"}, by=by)
    first.refresh_from_db()
    assert (first.drafted, first.title, first.title_en) == ([], "設立樹木基金", "A tree fund")


def test_what_the_rules_found_is_offered_where_the_model_fails(model, settings):
    settings.EXTRACTOR_URL = model.url("refuses/401")
    page = intake.page()
    assert page.state == IntakeState.READ
    assert {tuple(row.found_by) for row in page.candidates.all()} == {("rules",)}
    assert page.candidates.count() == 4
    with override("en"):
        assert "status 401" in page.model_fault_said()
    with override("zh-hant"):
        assert "401" in page.model_fault_said() != page.model_fault


def test_a_page_that_is_cancelled_asks_no_further(model, monkeypatch):
    page = intake.page(read=False)
    renew = IntakePage.renew

    def renew_until_asked(self, *far):
        if model.calls:
            page.cancel()
        return renew(self, *far)

    monkeypatch.setattr(IntakePage, "renew", renew_until_asked)
    reading.read_waiting()
    page.refresh_from_db()
    assert (page.state, page.candidates.count(), len(model.calls)) == (IntakeState.CANCELLED, 0, 1)


def test_without_a_model_nothing_is_asked(model, settings):
    settings.EXTRACTOR = "rules"
    assert intake.page().candidates.count() == 4
    assert not model.calls


def test_a_rejected_passage_is_not_offered_again_until_it_is_taken_back(by):
    page = intake.page()
    row = page.candidates.order_by("start").first()
    deciding.reject(row.pk, reason="existing", by=by)
    # The lines are broken elsewhere, and other articles stand around it.
    other = intake.page("# 別的\n\n" + intake.TEXT.replace("樹木基金", "樹木\n基金"))
    assert other.left_out == 1
    assert other.candidates.count() == 3
    deciding.reopen(row.pk, by=by)
    third = intake.page(intake.TEXT + "\n完。")
    assert (third.left_out, third.candidates.count()) == (0, 4)


def test_the_same_words_in_another_sentence_are_another_passage(by):
    page = intake.page()
    row = page.candidates.get(passage="公布塌樹紀錄")
    deciding.reject(row.pk, reason="existing", by=by)
    other = intake.page("# 談談\n\n陳大文 區議員\n\n政府應檢查全港斜坡，並公布塌樹紀錄。")
    assert [r.passage for r in other.candidates.order_by("start")][-1] == "公布塌樹紀錄"


def test_the_background_reads_a_page_in_so_many_queries(django_assert_max_num_queries):
    intake.taxonomy_of_text()
    intake.page(read=False)
    # Each candidate is compared with what is known: two queries for each of four.
    with django_assert_max_num_queries(30):
        reading.read_waiting()
    assert Candidate.objects.count() == 4


def test_a_program_and_a_person_are_told_apart(by):
    page, _ = taking.take_text("政府應種樹。", by=by, origin=IntakeOrigin.PROGRAM)
    assert page.get_origin_display()


@pytest.fixture
def workers(transactional_db, broker_folder, tmp_path, model):
    # A worker spends its time where a model stalls: half of the page is told, half is not.
    made = Workers(
        broker_folder,
        tmp_path / "workers.log",
        EXTRACTOR="model",
        EXTRACTOR_URL=model.url("falters/1"),
        EXTRACTOR_MODEL="any",
    )
    app.control.purge()
    yield made
    made.kill()
    app.control.purge()


@pytest.mark.slow("a worker is killed")
def test_a_page_whose_worker_is_killed_is_taken_up_by_another(workers, model):
    page = intake.page(read=False)
    workers.start(1)
    tasks.read_intake.delay()
    until(lambda: len(model.calls) == 2, workers.log)
    workers.kill()
    page.refresh_from_db()
    assert (page.state, page.tries, page.candidates.count()) == (IntakeState.READING, 1, 0)

    # Its lease runs out, and the schedule asks again.
    IntakePage.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    workers.environment["EXTRACTOR_URL"] = model.url("right")
    workers.start(1)
    tasks.read_intake.delay()
    until(lambda: IntakePage.objects.filter(state=IntakeState.READ).exists(), workers.log)
    page.refresh_from_db()
    assert (page.tries, page.articles.count(), page.candidates.count()) == (2, 2, 5)
    # What the killed one had spent is counted too.
    assert (page.model_tokens, page.model_fault) == (3000, "")
