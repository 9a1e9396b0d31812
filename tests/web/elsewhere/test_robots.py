from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings

from proposals.languages import PREFIXES


@pytest.fixture
def rules(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def test_they_name_the_sitemap(rules):
    assert rules.splitlines()[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_pages_are_read_and_the_desk_is_not(rules, prefix):
    robots = RobotFileParser()
    robots.parse(rules.splitlines())
    for path in (
        "/",
        "/proposals/",
        "/authors/chan/",
        "/sitemap.xml",
        "/static/proposals/site.css",
    ):
        assert robots.can_fetch("Anybot", prefix + path)
    assert not robots.can_fetch("Anybot", f"{prefix}/admin/login/")
    assert not robots.can_fetch("Twitterbot", f"{prefix}/admin/login/")


def test_filtered_lists_are_for_those_who_preview_a_shared_link_only(rules):
    previews, others = rules.split("User-agent: *\n")
    assert "Disallow: /*?" in others.splitlines()
    assert "?" not in previews


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_a_page_with_a_query_is_not_indexed(client, db, prefix):
    mark = '<meta name="robots" content="noindex, follow">'
    assert mark in client.get(f"{prefix}/proposals/?status=proposed").content.decode()
    assert mark not in client.get(f"{prefix}/proposals/").content.decode()
