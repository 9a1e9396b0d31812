import datetime as dt
from xml.etree import ElementTree

import pytest
from django.conf import settings

from proposals.languages import LANG_TAGS, PREFIXES
from proposals.models import Proposal
from proposals.web.elsewhere import sitemaps
from tests.factories import people, proposals, sources, taxonomy

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(client, path="/sitemap.xml"):
    """Each address of a file, without the site."""
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    addresses = ElementTree.fromstring(answer.content).iter(f"{SITEMAPS}loc")
    return [address.text.removeprefix(settings.SITE_URL) for address in addresses]


def everything(client):
    return [page for file in listed(client) for page in listed(client, file)]


@pytest.fixture
def silver(db):
    return proposals.published(
        slug="silver",
        authors=[people.author(slug="chan")],
        source=sources.source(slug="article"),
        ideas=[proposals.idea("fund")],
        sector=taxonomy.sector("ageing"),
    )


def test_every_page_stands_in_it_once_in_each_language_and_answers(client, silver):
    sources.without_ask(slug="praise")
    pages = everything(client)
    assert len(pages) == len(set(pages))
    for path in (
        "/",
        "/proposals/",
        "/authors/",
        "/sources/",
        "/documents/",
        "/stats/",
        "/methodology/",
        "/glossary/",
        "/changes/",
        "/data/",
        "/subscribe/",
        "/proposals/silver/",
        "/authors/chan/",
        "/sources/article/",
        "/sources/praise/",
        "/sectors/ageing/",
        f"/bodies/{silver.bodies.get().code}/",
        "/ideas/fund/",
    ):
        assert {prefix + path for prefix in PREFIXES.values()} <= set(pages)
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_each_page_names_itself_in_every_language(client, silver):
    root = ElementTree.fromstring(client.get("/sitemaps/proposals-1.xml").content)
    expected = {
        LANG_TAGS[language]: f"{settings.SITE_URL}{prefix}/proposals/silver/"
        for language, prefix in PREFIXES.items()
    }
    expected["x-default"] = expected["zh-Hant-HK"]
    urls = root.findall(f"{SITEMAPS}url")
    assert len(urls) == 3
    for url in urls:
        assert {link.get("hreflang"): link.get("href") for link in url.iter(LINK)} == expected


def test_the_day_of_the_last_change_is_a_hong_kong_day(client, silver):
    late = dt.datetime(2026, 6, 30, 17, 0, tzinfo=dt.UTC)
    Proposal.objects.filter(pk=silver.pk).update(updated_at=late)
    for section in ("proposals", "authors", "sources", "sectors", "bodies", "ideas"):
        root = ElementTree.fromstring(client.get(f"/sitemaps/{section}-1.xml").content)
        assert [day.text for day in root.iter(f"{SITEMAPS}lastmod")] == ["2026-07-01"] * 3


def test_what_is_not_public_never_stands_in_it(client, hide):
    hidden = {
        "authors": [people.author(slug="hidden-author")],
        "source": sources.source(slug="hidden-source"),
        "sector": taxonomy.sector("hidden_sector"),
        "ideas": [proposals.idea("hidden-idea")],
        "bodies": [taxonomy.body("hidden_body")],
    }
    rows = hide(**hidden)
    pages = " ".join(everything(client))
    assert [row.slug for row in rows if row.slug in pages] == []
    assert "hidden" not in pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_rows(client, db, django_assert_num_queries, count):
    for number in range(count):
        proposals.published(authors=[people.author(slug=f"author-{number}")])
    # One count for each kind of page.
    with django_assert_num_queries(8):
        client.get("/sitemap.xml")
    for section in sitemaps.SECTIONS:
        with django_assert_num_queries(2):
            client.get(f"/sitemaps/{section}-1.xml")


def test_a_long_list_is_cut_into_files(client, silver, monkeypatch):
    monkeypatch.setattr(sitemaps, "ROWS", 2)
    for number in range(2):
        proposals.published(slug=f"other-{number}")
    files = [file for file in listed(client) if "proposals" in file]
    assert files == ["/sitemaps/proposals-1.xml", "/sitemaps/proposals-2.xml"]
    pages = [page for file in files for page in listed(client, file)]
    assert len(pages) == len(set(pages)) == 9


@pytest.mark.parametrize(
    "path", ["proposals-0", "proposals-2", "pages-2", "drafts-1", "proposals-99999999999"]
)
def test_a_file_that_is_not_there_is_not_found(client, silver, path):
    assert client.get(f"/sitemaps/{path}.xml").status_code == 404
