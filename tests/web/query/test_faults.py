"""Addresses that say more than a reader chose."""

import pytest

from proposals.languages import PREFIXES
from tests.factories import people, proposals, sources

HUNG_ON = [
    "fbclid=IwAR0",
    "gclid=x",
    "igshid=x",
    "mc_cid=x",
    "mc_eid=x",
    "msclkid=x",
    "yclid=x",
    "utm_source=a&utm_medium=b&utm_campaign=c",
    "fbclid=",
]
# Each page with something that a reader may have chosen of it.
PAGES = {
    "/": "as_of=2026-06-10",
    "/proposals/": "status=proposed&status=noted&view=table",
    "/proposals/silver/": "as_of=2026-06-10",
    "/authors/": "q=chan",
    "/authors/chan/": "as_of=2026-06-10",
    "/sectors/ageing/": "as_of=2026-06-10",
    "/bodies/lwb/": "as_of=2026-06-10",
    "/sources/": "q=article",
    "/sources/article/": "as_of=2026-06-10",
    "/ideas/fund/": "as_of=2026-06-10",
    "/stats/": "status=proposed",
    "/changes/": "proposal=silver",
    "/subscribe/": "proposal=silver",
    "/embed/proposals/": "status=proposed",
}


@pytest.fixture(scope="module", autouse=True)
def silver(once):
    with once():
        return proposals.published(
            slug="silver",
            authors=[people.author("陳大文", "Chan Tai-man", slug="chan")],
            source=sources.source(slug="article"),
            ideas=[proposals.idea("fund")],
        )


@pytest.mark.parametrize("hung_on", HUNG_ON)
def test_what_was_hung_on_a_shared_link_falls_off(client, hung_on):
    answer = client.get(f"/proposals/?status=proposed&{hung_on}&q=fund")
    assert (answer.status_code, answer["Location"]) == (302, "/proposals/?status=proposed&q=fund")


@pytest.mark.parametrize("prefix", PREFIXES.values())
@pytest.mark.parametrize("page", PAGES)
def test_on_every_page_the_choice_stays(client, page, prefix):
    for query in ("", PAGES[page]):
        hung = f"{prefix}{page}?utm_source=x&{query}&fbclid=y".replace("&&", "&")
        answer = client.get(hung)
        tidy = f"{prefix}{page}?{query}".rstrip("?")
        assert (answer.status_code, answer["Location"]) == (302, tidy)
        assert client.get(tidy).status_code == 200


def test_one_proposal_in_a_frame_is_shown_whatever_hangs_on_it(client):
    assert client.get("/embed/proposals/silver/?fbclid=x").status_code == 200


def test_a_tidy_address_is_answered_where_it_is(client):
    for page, query in PAGES.items():
        assert client.get(f"{page}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/feeds/proposals.atom", "/feeds/proposals.json", "/feeds/changes.atom"),
        *("/feeds/deadlines.ics", "/data/proposals.csv", "/data/tracker.zip"),
        *("/stats/stock.csv", "/api/v1/proposals/", "/api/v1/proposals/silver/"),
    ],
)
def test_programs_are_told_of_it(client, address):
    assert client.get(f"{address}?fbclid=x").status_code == 400


def test_a_parameter_that_only_looks_alike_is_a_fault(client):
    for query in ("utm=x", "fbclid2=x", "Fbclid=x"):
        assert client.get(f"/proposals/?{query}").status_code == 400


def test_no_address_leads_elsewhere(client):
    for path in ("//evil.example/", "//evil.example/en/proposals/", "/proposals//evil.example/"):
        assert client.get("/", {"fbclid": "x"}, PATH_INFO=path).status_code == 404


@pytest.mark.parametrize(
    "page", ["/proposals/", "/stats/", "/changes/", "/subscribe/", "/authors/"]
)
def test_more_than_anybody_chooses_is_refused_in_short(client, page):
    months = [f"proposed_month={year}" for year in range(1900, 2001)]
    answer = client.get(f"/en{page}?{'&'.join(months)}")
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "A page takes 100 values at the most. Choose fewer." in text
    assert f'<a href="/en{page}">Leave it out</a>' in text
    assert len(text) < 15_000


def test_as_much_as_a_page_takes_is_answered(client):
    months = [f"proposed_month={year}" for year in range(1900, 2000)]
    assert client.get(f"/proposals/?{'&'.join(months)}").status_code == 200
