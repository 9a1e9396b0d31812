import re

import pytest
from django.conf import settings

from proposals.languages import LANG_TAGS, PREFIXES
from tests.factories import people, proposals, taxonomy

PAGES = ["/embed/proposals/", "/embed/proposals/silver/", "/embed/proposals/gone/"]


def links(answer):
    return re.findall(r'<li><a href="([^"]+)"', answer.content.decode())


@pytest.fixture
def silver(db):
    return proposals.published(slug="silver", authors=[people.author("陳大文", "Chan Tai-man")])


def test_any_site_may_frame_it_and_nothing_else_is_loosened(client, silver):
    proposals.withdrawn(slug="gone")
    ordinary = client.get("/proposals/")["Content-Security-Policy"]
    for page in [*PAGES, "/embed/proposals/?status=nowhere", "/embed/proposals/nobody/"]:
        answer = client.get(page)
        assert "X-Frame-Options" not in answer
        allowed = set(answer["Content-Security-Policy"].split("; "))
        assert allowed - set(ordinary.split("; ")) == {"frame-ancestors *"}
        assert len(allowed) == len(ordinary.split("; "))


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/proposals/",
        "/en/proposals/silver/",
        "/proposals/?status=nowhere",
        "/authors/",
        "/sources/",
        "/methodology/",
        "/changes/",
        "/data/",
        "/subscribe/",
        "/nowhere/",
        "/embed/",
        "/api/v1/proposals/",
        "/admin/login/",
        "/oembed/",
        "/sitemap.xml",
    ],
)
def test_no_other_page_may_be_framed(client, silver, page):
    answer = client.get(page)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_it_sets_no_cookie_and_has_no_form_and_no_script(client, silver):
    proposals.withdrawn(slug="gone")
    for page in PAGES:
        answer = client.get(page)
        assert dict(answer.cookies) == {}
        assert "Cookie" not in answer.get("Vary", "")
        assert not re.search("<form|<script|<input", answer.content.decode())


@pytest.mark.parametrize("language", PREFIXES)
def test_it_speaks_the_language_of_its_address(client, silver, language):
    prefix = PREFIXES[language]
    page = client.get(f"{prefix}/embed/proposals/?author={silver.authors.get().slug}")
    text = page.content.decode()
    assert f'<html lang="{LANG_TAGS[language]}">' in text
    assert links(page) == [f"{prefix}/proposals/silver/"]
    query = f"?author={silver.authors.get().slug}"
    canonical = f'<link rel="canonical" href="{settings.SITE_URL}{prefix}/proposals/{query}">'
    assert canonical in text
    assert '<meta name="robots" content="noindex">' in text


def test_every_link_opens_in_the_whole_window(client, silver):
    proposals.withdrawn(slug="gone")
    for page in [*PAGES, "/embed/proposals/?status=nowhere"]:
        text = client.get(page).content.decode()
        assert text.count("<a ") == text.count('target="_top" rel="noopener"') > 0


def test_it_shows_ten_and_says_how_many_there_are(client, db):
    for _ in range(12):
        proposals.published()
    page = client.get("/en/embed/proposals/?status=proposed")
    assert len(links(page)) == 10
    assert "<h1>Status: Proposed</h1>" in page.content.decode()
    more = '<a href="/en/proposals/?status=proposed" target="_top" rel="noopener">'
    assert f"{more}See all 12 proposals</a>" in page.content.decode()


def test_what_is_not_public_never_shows(client, silver, hide):
    drafted, withdrawn, merged = hide()
    shown = merged.merged_into.slug
    assert set(links(client.get("/embed/proposals/"))) == {
        "/proposals/silver/",
        f"/proposals/{shown}/",
    }
    assert client.get(f"/embed/proposals/{drafted.slug}/").status_code == 404
    gone = client.get(f"/en/embed/proposals/{withdrawn.slug}/")
    assert gone.status_code == 410
    assert "The source was withdrawn." in gone.content.decode()
    assert "Not for the public" not in gone.content.decode()
    moved = client.get(f"/en/embed/proposals/{merged.slug}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/en/embed/proposals/{shown}/")


def test_one_proposal_says_where_it_stands_and_who_asked(client, silver):
    page = client.get("/en/embed/proposals/silver/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Set up a silver-economy fund", "Proposed", "Chan Tai-man"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("status=nowhere", "Status", "“nowhere” is not a value of this parameter."),
        ("colour=red", "colour", "There is no parameter of this name."),
        ("cursor=x", "Page marker", "This page marker is not valid here."),
    ],
)
def test_a_faulty_filter_is_told_in_the_frame(client, db, query, name, message):
    answer = client.get(f"/en/embed/proposals/?{query}")
    assert answer.status_code == 400
    assert f"<dt>{name}</dt><dd>{message}" in answer.content.decode()


def test_an_empty_list_says_so(client, silver):
    text = client.get("/en/embed/proposals/?status=delivered").content.decode()
    assert "No proposal meets all of this yet." in text


def test_it_can_show_a_day_of_the_past(client, silver):
    text = client.get("/en/embed/proposals/?as_of=2026-07-01").content.decode()
    assert "As things stood on" in text
    assert 'href="/en/proposals/silver/?as_of=2026-07-01"' in text


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_database_the_same_however_many_rows(
    client, db, django_assert_num_queries, rows
):
    for _ in range(rows):
        proposals.published(sector=taxonomy.sector("ageing"))
    # The page, its authors, bodies, places and ideas.
    with django_assert_num_queries(6):
        client.get("/embed/proposals/?status=proposed")
    # Whether there is such a sector, and what it is called.
    with django_assert_num_queries(8):
        client.get("/embed/proposals/?sector=ageing")


def test_one_proposal_costs_six_queries(client, silver, django_assert_num_queries):
    # The proposal, its authors, bodies, places and ideas.
    with django_assert_num_queries(6):
        client.get("/embed/proposals/silver/")


def test_it_is_only_read(client, silver):
    assert client.post("/embed/proposals/").status_code == 405
    assert client.post("/embed/proposals/silver/").status_code == 405
