"""Likely same asks are offered to who has written one, and joined with one click."""

import datetime as dt

import pytest

from proposals.models import Change, Idea, Proposal
from tests.admin.forms import address, as_sent, messages
from tests.factories import proposals

FUND = {
    "title_hant": "設立銀髮創業基金",
    "title_en": "Set up a silver start-up fund",
    "summary_hant": "建議設立銀髮創業基金，資助長者創業。",
    "summary_en": "Asks for a fund for older founders.",
}
RAIL = {
    "title_hant": "興建北環線支線",
    "title_en": "Build a spur of the Northern Link",
    "summary_hant": "要求盡快動工。",
    "summary_en": "Wants works to begin soon.",
}


def like(client, proposal):
    rows = client.get(address(proposal, "ideas")).context["like"]
    return [row["proposal"] for row in rows]


def joined(client, proposal, *chosen):
    value = ":".join(str(row.pk) for row in chosen)
    return client.post(address(proposal, "ideas"), {"join": value})


@pytest.fixture
def fund(db):
    return proposals.published(**FUND, proposed_on=dt.date(2026, 6, 1))


@pytest.fixture
def earlier(db):
    return proposals.published(
        **FUND | {"title_hant": "應設銀髮創業基金", "title_en": "A silver start-up fund is due"},
        proposed_on=dt.date(2026, 5, 1),
    )


def test_those_that_share_rare_words_are_offered_and_no_others(editor, fund, earlier):
    rail = proposals.published(**RAIL)
    proposals.published(**RAIL | {"title_hant": "延長東鐵線"})
    assert like(editor, fund) == [earlier]
    assert fund not in like(editor, rail)


def test_drafts_are_offered_but_nothing_withdrawn_merged_or_of_the_same_source(editor, fund):
    draft = proposals.draft(**FUND)
    proposals.withdrawn(**FUND)
    proposals.merged(proposals.published(**RAIL), **FUND)
    proposals.published(**FUND, source=fund.source)
    assert like(editor, fund) == [draft]


def test_no_more_than_five_are_offered_the_likest_first(editor, fund):
    half = FUND | {"summary_hant": "興建鐵路。", "summary_en": "A railway."}
    less = proposals.published(**half)
    same = [proposals.published(**FUND) for _ in range(5)]
    assert like(editor, fund) == same
    assert set(Proposal.objects.similar_to(fund, most=6)) == {*same, less}


def test_they_are_offered_when_a_proposal_is_saved(editor, fund, earlier):
    page = editor.get(address(fund))
    saved = editor.post(address(fund), as_sent(page), follow=True)
    assert any(address(fund, "ideas") in message for message in messages(saved))


def test_nothing_is_offered_where_nothing_is_like_it_or_all_is_joined(editor, fund, earlier):
    joined(editor, fund, earlier)
    rail = proposals.published(**RAIL)
    for proposal in (fund, rail):
        sent = as_sent(editor.get(address(proposal)))
        saved = editor.post(address(proposal), sent, follow=True)
        assert not any("/ideas/" in message for message in messages(saved))


def test_one_click_joins_two_in_a_new_idea_named_by_who_asked_first(editor, fund, earlier):
    done = joined(editor, fund, earlier)
    assert done.url == address(fund)
    idea = Idea.objects.get()
    assert (idea.title_hant, idea.title_en) == (earlier.title_hant, earlier.title_en)
    assert idea.slug == "a-silver-start-up-fund-is-due"
    assert set(idea.proposal_set.all()) == {fund, earlier}


def test_the_public_is_told_that_both_have_moved(editor, fund, earlier):
    before = Change.objects.latest("seq").seq
    joined(editor, fund, earlier)
    told = Change.objects.filter(seq__gt=before)
    assert {(change.proposal, change.kind) for change in told} == {
        (fund, "updated"),
        (earlier, "updated"),
        (None, "idea"),
    }


def test_one_click_joins_the_idea_that_is_there(editor, fund, earlier):
    idea = proposals.idea()
    earlier.ideas.add(idea)
    joined(editor, fund, earlier, idea)
    assert fund.ideas.get() == earlier.ideas.get() == idea
    [row] = editor.get(address(fund, "ideas")).context["like"]
    assert row["shared"] == [idea]


def test_a_slug_that_is_taken_gets_a_number(editor, fund, earlier):
    proposals.idea(slug="a-silver-start-up-fund-is-due")
    joined(editor, fund, earlier)
    assert earlier.ideas.get().slug == "a-silver-start-up-fund-is-due-2"


def test_a_contributor_joins_drafts_only(contributor, fund):
    draft, other = proposals.draft(**FUND), proposals.draft(**FUND)
    assert joined(contributor, draft, other).status_code == 302
    assert list(joined(contributor, draft, fund).context["form"].errors) == ["__all__"]
    assert not fund.ideas.exists()


@pytest.mark.parametrize("sent", ["", "x", "0", "1:2:3"])
def test_a_choice_that_is_none_is_refused(editor, fund, sent):
    page = editor.post(address(fund, "ideas"), {"join": sent})
    assert page.context["form"].errors
    assert not Idea.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_are_like_it(
    editor, fund, count, django_assert_num_queries
):
    for _ in range(count):
        proposals.published(**FUND)
    # Session, account, rights in two, the proposal, its log in two and its ideas; the likest,
    # and what they show in four.
    with django_assert_num_queries(15):
        assert len(like(editor, fund)) == count
