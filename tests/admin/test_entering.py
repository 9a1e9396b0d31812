"""An article and its asks on one page: written as drafts, published together."""

import datetime as dt

import pytest
from django.urls import reverse

from proposals.models import Author, Proposal, Publication, Source
from tests.admin.forms import as_value
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db
ENTER = reverse("admin:proposals_source_enter")


def more(source):
    return reverse("admin:proposals_source_enter_more", args=[source.pk])


def together(source):
    return reverse("admin:proposals_source_together", args=[source.pk])


def sent(page, **typed):
    """The page as a browser sends it back, with some of it typed."""
    found = {}
    for form in (
        page.context["article"],
        page.context["asks"].management_form,
        *page.context["asks"],
    ):
        found |= {bound.html_name: as_value(bound, bound.value()) for bound in form}
    return found | {name.replace("__", "-"): words for name, words in typed.items()}


@pytest.fixture
def typed():
    sector = taxonomy.sector()
    return {
        "publication_name": "香江日報",
        "headline": "北部都會區的機遇",
        "authors": "陳大文、李小芬",
        "capacity_hant": "學者",
        "published_on": "20/5/2026",
        "url": "https://daily.example/1?utm_source=x",
        "sector": str(sector.pk),
        "bodies": taxonomy.body().name_hant,
        "instrument": "fund",
        "_save": "1",
        "asks-0-title_hant": "設立基金",
        "asks-0-summary_hant": "建議設立基金。",
        "asks-1-title_hant": "興建鐵路",
        "asks-1-instrument": "infrastructure",
        "asks-1-authors": "陳大文",
        "asks-1-proposed_on": "2026年4月",
    }


def test_one_page_makes_an_article_its_authors_and_its_drafts(contributor, typed):
    answer = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    source = Source.objects.get()
    assert answer["Location"] == more(source)
    assert (str(source.publication), source.published_on) == ("香江日報", dt.date(2026, 5, 20))
    assert source.slug == "bei-bu-du-hui-qu-de-ji-yu"
    assert Publication.objects.get().slug == "xiang-jiang-ri-bao"
    fund, railway = Proposal.objects.order_by("position")
    assert (fund.slug, fund.instrument, fund.proposed_on) == (
        "she-li-ji-jin",
        "fund",
        dt.date(2026, 5, 20),
    )
    assert [
        (a.author.name_hant, a.capacity_hant) for a in fund.attributions.order_by("position")
    ] == [
        ("陳大文", "學者"),
        ("李小芬", "學者"),
    ]
    assert fund.bodies.get() == taxonomy.body()
    assert (railway.instrument, railway.sector) == ("infrastructure", fund.sector)
    assert (railway.proposed_on, railway.proposed_on_precision) == (dt.date(2026, 4, 1), "month")
    assert [a.author.name_hant for a in railway.attributions.all()] == ["陳大文"]
    assert Author.objects.count() == 2


def test_the_page_shows_again_what_is_stored_and_saving_it_changes_nothing(contributor, typed):
    contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    source = Source.objects.get()
    page = contributor.get(more(source))
    before = list(Proposal.objects.order_by("pk").values())
    answer = contributor.post(more(source), sent(page, _save="1"))
    assert answer.status_code == 302
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_who_is_known_already_is_taken_and_not_made_again(contributor, typed):
    known = people.author("陳大文", "Chan Tai-man", slug="chan")
    daily = sources.publication(name_hant="香江日報")
    contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    assert Source.objects.get().publication == daily
    assert known.attributions.count() == 2


def test_of_two_with_one_name_the_editor_says_which(contributor, typed):
    people.author("陳大文", slug="one")
    people.author("陳大文", slug="two")
    page = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    assert "one, two" in str(page.context["article"].errors["authors"])
    assert not Source.objects.exists()
    answer = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed | {"authors": "two"})
    assert answer.status_code == 200
    assert "authors" in page.context["asks"][1].errors


def test_a_body_that_nobody_knows_is_refused_by_name(contributor, typed):
    page = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed | {"bodies": "無此局"})
    assert "無此局" in str(page.context["article"].errors["bodies"])
    assert "北部都會區的機遇" in page.content.decode()


def test_more_rows_keep_what_was_typed_and_judge_nothing(contributor, typed):
    del typed["_save"]
    typed |= {"published_on": "someday", "_more": "1"}
    page = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    assert len(page.context["asks"].forms) == 10
    assert "errorlist" not in page.content.decode()
    assert "someday" in page.content.decode()


def test_from_a_source_asks_are_added_with_what_its_others_say(editor):
    shown = proposals.published()
    page = editor.get(more(shown.source))
    article = page.context["article"]
    assert article["authors"].value() == str(shown.authors.get())
    assert article["sector"].value() == shown.sector.pk
    data = sent(page, _save="1", asks__0__title_hant="另一建議")
    assert editor.post(more(shown.source), data).status_code == 302
    added = Proposal.objects.get(title_hant="另一建議")
    assert (added.source, added.sector, added.authors.get()) == (
        shown.source,
        shown.sector,
        shown.authors.get(),
    )


def test_who_may_not_publish_adds_to_a_public_source_and_leaves_it_as_it_is(contributor):
    shown = proposals.published()
    headline = shown.source.headline
    data = sent(
        contributor.get(more(shown.source)), headline="別的", asks__0__title_hant="另一建議"
    )
    contributor.post(more(shown.source), data)
    shown.source.refresh_from_db()
    assert shown.source.headline == headline
    assert shown.source.proposals.count() == 2


def test_a_draft_saved_by_somebody_else_is_not_written_over(contributor, typed):
    contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    source = Source.objects.get()
    data = sent(contributor.get(more(source)), _save="1", asks__0__title_hant="我的題目")
    Proposal.objects.filter(slug="she-li-ji-jin").update(version=9, title_hant="別人的題目")
    page = contributor.post(more(source), data)
    assert page.context["asks"][0].non_field_errors()
    assert Proposal.objects.get(slug="she-li-ji-jin").title_hant == "別人的題目"


def test_what_was_published_meanwhile_is_not_written_a_second_time(editor):
    draft = proposals.draft()
    data = sent(editor.get(more(draft.source)), _save="1")
    editor.post(reverse("admin:proposals_proposal_publish", args=[draft.pk]))
    page = editor.post(more(draft.source), data)
    assert page.context["asks"][0].non_field_errors()
    assert Proposal.objects.count() == 1


def test_a_source_like_it_is_told_without_script(contributor, typed):
    other = sources.source("別的題目", url="https://www.daily.example/1?fbclid=7")
    del typed["asks-0-title_hant"], typed["asks-1-title_hant"]
    page = contributor.post(ENTER, sent(contributor.get(ENTER)) | typed)
    assert page.context["alike"] == [other]


# --- Publishing together ---


def test_they_are_published_together_and_say_when(editor):
    source = sources.source(published_on=dt.date(2026, 11, 20), published_on_precision="day")
    rows = [proposals.draft(source=source, proposed_on=None) for _ in range(2)]
    page = editor.get(together(source))
    assert "2026年11月20日" in page.context["rows"][0]["recorded_as"]
    answer = editor.post(together(source), {"publish": [row.pk for row in rows]})
    assert answer.status_code == 302
    assert Proposal.objects.public().count() == 2
    assert {row.updates.get().effective_on for row in rows} == {dt.date(2026, 11, 20)}


def test_what_is_missing_leads_to_its_field_and_is_not_offered(editor, typed):
    editor.post(ENTER, sent(editor.get(ENTER)) | typed)
    source = Source.objects.get()
    page = editor.get(together(source))
    [first, _second] = page.context["rows"]
    assert [m.address.partition("#")[2] for m in first["missing"]] == [
        "id_asks-0-title_en",
        "id_asks-0-summary_en",
    ]
    assert 'name="publish"' not in page.content.decode()
    there = editor.get(more(source)).content.decode()
    assert 'id="id_asks-0-title_en"' in there


def test_one_that_is_refused_holds_up_all(editor):
    source = sources.source()
    dated = proposals.draft(source=source)
    undated = proposals.draft(source=source, proposed_on=None)
    chosen = {"publish": [dated.pk, undated.pk]}
    page = editor.post(together(source), chosen)
    assert [bool(row["refused"]) for row in page.context["rows"]] == [False, True]
    assert not Proposal.objects.public().exists()
    assert editor.post(together(source), chosen | {"undated": "on"}).status_code == 302
    assert Proposal.objects.public().count() == 2


def test_a_contributor_sees_the_preview_and_publishes_nothing(contributor):
    draft = proposals.draft()
    page = contributor.get(together(draft.source))
    assert page.status_code == 200
    assert not page.context["may_publish"]
    assert contributor.post(together(draft.source), {"publish": draft.pk}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_however_many_there_are(
    editor, count, django_assert_num_queries
):
    source = sources.source()
    for _ in range(count):
        proposals.draft(source=source)
    editor.get(together(source))
    with django_assert_num_queries(11):
        editor.get(together(source))
