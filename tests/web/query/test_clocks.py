"""Any page that shows where proposals stand, as they stood."""

import datetime as dt

import pytest

from proposals import tracking
from proposals.choices import Status
from proposals.languages import PREFIXES
from proposals.models import Proposal
from tests.factories import history, people, proposals, sources
from tests.interface import says

# Each page with the choice in the list that it stands for. The front page has no cards.
CHOICES = {
    "/sectors/ageing/": "sector=ageing",
    "/bodies/lwb/": "body=lwb",
    "/authors/chan/": "author=chan",
    "/sources/article/": "source=article",
    "/ideas/fund/": "idea=fund",
}
PAGES = list(CHOICES)
THEN = "as_of=2026-06-10"


def everywhere():
    """What a proposal needs to be on every one of the pages."""
    return {
        "authors": [people.author("陳大文", "Chan Tai-man", slug="chan")],
        "source": sources.source(slug="article"),
        "ideas": [proposals.idea("fund")],
    }


@pytest.fixture
def shared(db):
    return everywhere()


@pytest.fixture(scope="module")
def story(once):
    """Proposed on 20 May, studied from 1 June, promised on 1 July; another came in August."""
    with once():
        editor, shared = people.user(is_superuser=True), everywhere()
        story = proposals.published(slug="story", by=editor, **shared)
        history.record(story, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
        history.record(story, Status.COMMITTED, dt.date(2026, 7, 1), by=editor)
        proposals.published(slug="later", by=editor, proposed_on=dt.date(2026, 8, 1), **shared)
        return story


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_was_there_then_and_where_it_stood(client, story, page):
    answer = client.get(f"{page}?{THEN}")
    shown = list(answer.context["proposals"])
    assert [(row.slug, row.shown_status) for row in shown] == [("story", "under_study")]
    assert answer.context["counts"] == [(Status.UNDER_STUDY, 1)]
    assert answer.context["count"] == 1


@pytest.mark.parametrize("page", PAGES)
def test_its_links_stay_in_the_past(client, story, page):
    shown = client.get(f"{page}?{THEN}").content.decode()
    for address in (
        f"/proposals/story/?{THEN}",
        f"/authors/chan/?{THEN}",
        f"/sectors/ageing/?{THEN}",
        f"/bodies/lwb/?{THEN}",
        f"/proposals/?{CHOICES[page]}&amp;{THEN}",
        f"/proposals/?{CHOICES[page]}&amp;status=under_study&amp;{THEN}",
    ):
        assert f'href="{address}"' in shown


@pytest.mark.parametrize("page", ["/", *PAGES, "/proposals/story/"])
@pytest.mark.parametrize(
    ("prefix", "day"),
    [("", "2026年6月10日"), ("/zh-hans", "2026年6月10日"), ("/en", "10 June 2026")],
)
def test_a_banner_says_so_and_leads_back(client, story, page, prefix, day):
    past = client.get(f"{prefix}{page}?{THEN}").content.decode()
    assert f'<time datetime="2026-06-10">{day}</time>' in past
    assert '<div class="clock-notice">' in past
    assert f'<p><a href="{prefix}{page}">' in past
    assert '<input id="as_of" name="as_of" type="date" value="2026-06-10" required>' in past
    present = client.get(f"{prefix}{page}").content.decode()
    assert "clock-notice" not in present
    assert '<input id="as_of" name="as_of" type="date" value="" required>' in present


def test_the_front_page_counts_as_then(client, story):
    answer = client.get(f"/?{THEN}")
    assert dict(answer.context["statuses"]) == dict.fromkeys(Status, 0) | {Status.UNDER_STUDY: 1}
    assert [(s.code, n) for s, n in answer.context["sectors"]] == [("ageing", 1)]
    [move] = answer.context["moved"]
    assert (move.status, move.effective_on) == (Status.UNDER_STUDY, dt.date(2026, 6, 1))
    page = answer.content.decode()
    assert f'<a href="/proposals/?status=under_study&amp;{THEN}">' in page
    assert f'<a href="/proposals/?sector=ageing&amp;{THEN}">' in page
    assert f'<a href="/proposals/?{THEN}">' in page
    assert '<input type="hidden" name="as_of" value="2026-06-10">' in page


def test_what_was_recorded_later_was_not_yet_known(client, editor, shared):
    proposal = proposals.published(by=editor, **shared)
    first = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    Proposal.objects.filter(pk=proposal.pk).update(first_published_at=first)
    proposal.spans.update(recorded_from=first)
    history.record(proposal, Status.COMMITTED, dt.date(2026, 6, 1), by=editor)
    answer = client.get("/sectors/ageing/?known_at=2026-07-02")
    assert answer.context["counts"] == [(Status.PROPOSED, 1)]
    page = answer.content.decode()
    assert '<a href="/proposals/?sector=ageing&amp;known_at=2026-07-02">' in page
    assert '<input type="hidden" name="known_at" value="2026-07-02">' in page
    assert client.get("/sectors/ageing/?known_at=2026-06-30").context["count"] == 0


@pytest.mark.parametrize("page", ["/", *PAGES])
def test_what_is_not_public_now_has_no_past_either(client, hide, shared, page):
    hide(**shared)
    proposals.published(title_hant="公開的建議", **shared)
    shown = client.get(f"{page}?as_of=2026-07-01").content.decode()
    assert "不公開的建議" not in shown
    # The one that took another in is in the same sector, and put to the same body.
    shares = page in ("/", "/sectors/ageing/", "/bodies/lwb/")
    assert client.get(f"{page}?as_of=2026-07-01").context["count"] == (2 if shares else 1)


def test_a_capacity_stated_later_is_left_out(client, shared):
    proposals.published(proposed_on=dt.date(2026, 8, 1), **shared)
    assert "立法會議員" not in client.get("/authors/chan/?as_of=2026-07-01").content.decode()


def test_nothing_by_then_is_said(client, story):
    page = client.get("/en/sectors/ageing/?as_of=2020-01-01").content.decode()
    assert "No public proposal here by then." in page


@pytest.mark.parametrize("prefix", PREFIXES.values())
@pytest.mark.parametrize("page", ["/", *PAGES, "/proposals/story/"])
def test_a_fault_is_named_with_the_way_out(client, story, page, prefix):
    answer = client.get(f"{prefix}{page}?as_of=昨天&known_at=2026-07-02")
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert f"<h1>{says('Bad request', prefix)}</h1>" in shown
    message = says("“%(value)s” is not a day. Write it as YYYY-MM-DD.", prefix)
    assert message % {"value": "昨天"} in shown
    assert f'<a href="{prefix}{page}?known_at=2026-07-02">' in shown


@pytest.mark.parametrize("page", ["/", *PAGES, "/proposals/story/"])
def test_an_unknown_parameter_is_named_with_those_allowed(client, story, page):
    answer = client.get(f"{page}?colour=red&status=proposed")
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "<code>as_of</code>、<code>known_at</code>" in shown
    assert f'<a href="{page}?status=proposed">' in shown
    assert f'<a href="{page}?colour=red">' in shown


def test_a_form_sent_empty_leads_to_the_present(client, story):
    answer = client.get("/en/sectors/ageing/?as_of=")
    assert (answer.status_code, answer.url) == (302, "/en/sectors/ageing/")


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/", 14),
        ("/sectors/ageing/", 16),
        ("/bodies/lwb/", 18),
        ("/authors/chan/", 21),
        ("/sources/article/", 7),
        ("/ideas/fund/", 8),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_the_past_takes_no_more_queries(
    client, editor, shared, page, queries, count, django_assert_num_queries
):
    for _ in range(count):
        proposal = proposals.published(by=editor, **shared)
        tracking.check(proposal, checked_on=dt.date(2026, 7, 1), by=editor)
    with django_assert_num_queries(1 + queries):
        client.get(f"{page}?as_of=2026-07-01&known_at=2099-01-01")
