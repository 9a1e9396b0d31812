"""What editors make of candidates, and what comes of it."""

import datetime as dt
import json
import zipfile
from io import BytesIO

import pytest

from proposals.candidates import deciding, drafting, measuring
from proposals.choices import Decision, PublicationState, SourceLanguage
from proposals.dates import read_date
from proposals.models import Author, Candidate, Change, Proposal, Source
from proposals.tracking.rules import Refusal
from tests.factories import intake, people, proposals, sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return people.user(role="Editor")


@pytest.fixture
def page():
    intake.taxonomy_of_text()
    return intake.page(published_on=dt.date(2026, 5, 20), printed_page="A12")


def rows(page):
    return list(page.candidates.order_by("start", "pk"))


def test_accepting_makes_a_draft_with_all_that_is_known(page, by):
    changes = len(Change.objects.all())
    draft = deciding.accept(rows(page)[3].pk, by=by)
    draft = Proposal.objects.get(pk=draft.pk)
    assert draft.publication_state == PublicationState.DRAFT
    assert draft.title_hant == "延長夜間渡輪服務至凌晨二時"
    assert draft.locator == "運輸署應延長夜間渡輪服務至凌晨二時"
    assert (draft.sector.code, draft.proposed_on) == ("transport_infra", dt.date(2026, 5, 20))
    assert [(a.author.name_hant, a.capacity_hant) for a in draft.attributions.all()] == [
        ("李小明", "海事從業員")
    ]
    assert [(a.body.code, a.basis) for a in draft.addressees.all()] == [("td", "stated")]
    source = draft.source
    assert (source.headline, source.byline, source.page) == ("夜渡維港", "李小明", "A12")
    assert (source.publication.slug, source.published_on) == ("daily", dt.date(2026, 5, 20))
    # Readers are told of a draft when it is published.
    assert not draft.updates.exists()
    assert not Change.objects.filter(proposal=draft).exists()
    assert len(Change.objects.all()) == changes


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("2026-05", (dt.date(2026, 5, 1), "month")),
        ("2026", (dt.date(2026, 1, 1), "year")),
    ],
)
def test_a_page_of_a_month_or_year_gives_a_source_and_an_ask_of_that_date(by, stated, kept):
    intake.taxonomy_of_text()
    page = intake.page(published_on=read_date(stated))
    draft = deciding.accept(rows(page)[0].pk, by=by)
    assert (draft.source.published_on, draft.source.published_on_precision) == kept
    assert (draft.proposed_on, draft.proposed_on_precision) == kept
    assert deciding.accept(rows(page)[1].pk, by=by).source == draft.source


def test_two_asks_of_one_article_have_one_source_and_one_author(page, by):
    known = people.author(name_hant="陳大文")
    first = deciding.accept(rows(page)[0].pk, by=by)
    second = deciding.accept(rows(page)[1].pk, by=by)
    assert first.source == second.source
    assert (first.position, second.position) == (1, 2)
    assert [p.attributions.get().author for p in (first, second)] == [known, known]
    assert first.slug != second.slug


def test_a_source_that_is_on_record_is_taken(page, by):
    known = sources.source(
        "種樹也要有章法",
        publication=sources.publication(),
        published_on=dt.date(2026, 5, 20),
        published_on_precision="day",
    )
    assert deciding.accept(rows(page)[0].pk, by=by).source == known


def test_an_author_is_known_in_either_script(page, by):
    known = people.author(name_hant="陳大文", name_en="Chan Tai-man")
    row = rows(page)[0]
    deciding.edit(row.pk, {"authors": [{"name": "Chan Tai-Man", "capacity": ""}]}, by=by)
    assert deciding.accept(row.pk, by=by).attributions.get().author == known
    assert Author.objects.count() == 1


def test_of_two_editors_the_second_is_told_who_was_first(page, by):
    row = rows(page)[0]
    deciding.accept(row.pk, by=by)
    other = people.user(role="Editor")
    acts = [
        lambda: deciding.accept(row.pk, by=other),
        lambda: deciding.reject(row.pk, reason="past", by=other),
        lambda: deciding.edit(row.pk, {"title": "x"}, by=other),
        lambda: deciding.split(row.pk, ["政府應", "設立樹木基金"], by=other),
        lambda: deciding.join(row.pk, by=other),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.rule == "decided"
        assert by.username in str(refused.value)
    assert Proposal.objects.count() == 1


def test_what_cannot_be_a_draft_is_refused_and_stays(page, by):
    row = rows(page)[0]
    for changes, rule in (({"sector": None}, "sector_missing"), ({"title": " "}, "title_missing")):
        with pytest.raises(Refusal) as refused:
            deciding.accept(row.pk, by=by, changes=changes)
        assert refused.value.rule == rule
    with pytest.raises(Refusal) as refused:
        deciding.accept(row.pk, by=by, changes={"title": "種\u202e樹"})
    assert refused.value.rule == "draft_faulty"
    assert not Source.objects.exists()
    row.refresh_from_db()
    assert row.decision == ""


def test_a_reason_is_one_of_the_list(page, by):
    with pytest.raises(Refusal):
        deciding.reject(rows(page)[0].pk, reason="because", by=by)


def test_splitting_keeps_the_words_and_the_places(page, by):
    row = rows(page)[0]
    parts = deciding.split(row.pk, ["政府應設立", "樹木基金"], by=by)
    assert [page.text[part.start : part.end] for part in parts] == ["政府應設立", "樹木基金"]
    assert [part.authors for part in parts] == [row.authors] * 2
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == (Decision.REPLACED, by)
    for wrong in (["政府應設立樹木基金"], ["政府", "森林"], []):
        with pytest.raises(Refusal):
            deciding.split(parts[0].pk, wrong, by=by)


def test_joining_takes_what_lies_between(page, by):
    first, second, *_rest = rows(page)
    joined = deciding.join(first.pk, by=by)
    assert joined.passage == "政府應設立樹木基金，並公布塌樹紀錄"
    assert set(first.rules) | set(second.rules) == set(joined.rules)
    assert deciding.join(joined.pk, by=by).passage.endswith("五百名樹藝師")
    with pytest.raises(Refusal):
        # The next is of another article.
        deciding.join(Candidate.objects.open().order_by("start").first().pk, by=by)


def test_what_was_missed_is_marked_where_it_stands(page, by):
    row = deciding.mark(page, "去年颱風過後，\n全港塌樹逾千", by=by)
    assert page.text[row.start : row.end] == row.passage == "去年颱風過後，全港塌樹逾千"
    assert (row.found_by, row.score, row.article.headline) == (["editor"], None, "種樹也要有章法")
    assert row.authors == [{"name": "陳大文", "capacity": "區議員"}]
    for wrong in ("森林管理", "", "去年颱風過後，全港塌樹逾千"):
        with pytest.raises(Refusal):
            deciding.mark(page, wrong, by=by)


def test_of_two_places_the_nearer_is_marked(by):
    page = intake.page("# 一\n\n甲乙丙丁。" + "無關。" * 50 + "甲乙丙丁。")
    near = page.text.rindex("甲乙丙丁")
    assert deciding.mark(page, "甲乙丙丁", near=near - 3, by=by).start == near
    assert deciding.mark(page, "甲乙丙丁", by=by).start == page.text.index("甲乙丙丁")


def test_a_passage_of_a_page_without_articles_can_be_marked(by):
    page = intake.page("----\n\n....")
    page.articles.all().delete()
    assert deciding.mark(page, "....", by=by).passage == "...."


@pytest.mark.parametrize(
    ("passage", "locator"),
    [
        ("短句。\n應設立銀髮基金。\n又一句", "應設立銀髮基金。"),
        ("應" * 60 + "，" + "設" * 60, "應" * 60),
        ("應" * 120, "應" * 100),
    ],
)
def test_a_locator_is_the_longest_line_cut_where_it_may_be(passage, locator):
    assert drafting.locator_of(passage) == locator


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Government should set up a silver fund, 銀髮基金.", SourceLanguage.EN),
        ("政府應設立銀髮基金，支持長者就業。", SourceLanguage.HANT),
        ("政府应设立银发基金，支持长者就业。", SourceLanguage.HANS),
    ],
)
def test_a_source_is_in_the_language_of_most_of_its_text(text, language):
    assert drafting.language_of(text) == language


def test_nothing_but_the_words_of_a_draft_is_changed_on_the_way(page, by):
    candidate = rows(page)[0]
    with pytest.raises(KeyError):
        deciding.edit(candidate.pk, {"decision": Decision.ACCEPTED}, by=by)
    candidate.refresh_from_db()
    assert candidate.decision == ""


def test_what_is_probably_known_is_named(by):
    intake.taxonomy_of_text()
    known = proposals.draft(title_hant="延長夜間渡輪服務至凌晨二時")
    page = intake.page()
    assert rows(page)[3].like == [known.pk]


def test_only_a_rejection_is_taken_back(page, by):
    first, second, *_rest = rows(page)
    deciding.reject(first.pk, reason="past", by=by, note="去年")
    deciding.reopen(first.pk, by=by)
    deciding.accept(first.pk, by=by)
    deciding.join(second.pk, by=by)
    for pk in (first.pk, second.pk):
        with pytest.raises(Refusal):
            deciding.reopen(pk, by=by)


def test_decisions_tell_how_good_the_finding_is(page, by):
    first, second, third, fourth = rows(page)
    deciding.accept(first.pk, by=by)
    deciding.accept(fourth.pk, by=by)
    deciding.reject(second.pk, reason="existing", by=by)
    marked = deciding.mark(page, "全港塌樹逾千", by=by)
    deciding.accept(marked.pk, by=by, changes={"sector": fourth.sector})
    [(_week, tally)] = measuring.by_week()
    assert (tally.accepted, tally.rejected, tally.missed) == (2, 1, 1)
    assert (tally.precision, tally.recall) == (2 / 3, 2 / 3)
    worst, *_others = measuring.by_rule()
    assert worst[1].precision == 0
    assert dict(measuring.by_finder())["rules"].accepted == 2
    assert measuring.reasons() == [("existing", 1)]
    # One is not decided on yet, so that the page is no key.
    assert not zipfile.ZipFile(BytesIO(measuring.labelled_set())).namelist()
    deciding.reject(third.pk, reason="slogan", by=by, note="口號")
    with zipfile.ZipFile(BytesIO(measuring.labelled_set())) as packed:
        text, key = (packed.read(f"page-{page.pk}.{kind}").decode() for kind in ("txt", "json"))
    told = json.loads(key)
    assert text == page.text
    for found in (*told["asks"], *told["near_misses"]):
        assert text[found["start"] : found["end"]] == found["passage"]
    assert [ask["article"] for ask in told["asks"]] == [0, 0, 1]
    assert told["asks"][0]["authors"] == ["陳大文"]
    assert [miss["kind"] for miss in told["near_misses"]] == ["existing", "slogan"]


def test_without_any_decision_nothing_is_told():
    assert measuring.by_week() == measuring.by_rule() == measuring.reasons() == []
    assert (measuring.Tally().precision, measuring.Tally().recall) == (None, None)
