import pytest
from django.conf import settings

from tests.factories import people, proposals
from tests.interface import says

TAGS = {"": "zh-Hant-HK", "/zh-hans": "zh-Hans", "/en": "en"}


@pytest.mark.parametrize("prefix", TAGS)
def test_a_page_names_its_language(client, db, prefix):
    page = client.get(f"{prefix}/").content.decode()
    assert f'<html lang="{TAGS[prefix]}">' in page


def test_the_bare_address_is_traditional_whatever_the_browser_asks_for(client, db):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="zh-Hant-HK">' in page


@pytest.mark.parametrize("prefix", TAGS)
def test_the_switch_leads_to_the_same_page_with_the_same_query(client, db, prefix):
    proposals.published()
    page = client.get(f"{prefix}/proposals/?q=%E5%9F%BA%E9%87%91&status=proposed").content.decode()
    for other, tag in TAGS.items():
        address = f"{other}/proposals/?q=%E5%9F%BA%E9%87%91&amp;status=proposed"
        current = ' aria-current="true"' if other == prefix else ""
        assert f'<a href="{address}" hreflang="{tag}" lang="{tag}"{current}>' in page
        absolute = f"{settings.SITE_URL}{address}"
        assert f'<link rel="alternate" hreflang="{tag}" href="{absolute}">' in page


def test_the_switch_never_leads_to_another_host(client, db):
    for address in ("/%2Felsewhere.example/", "/en//elsewhere.example/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert 'href="//' not in answer.content.decode()


def test_simplified_is_derived_in_text_and_interface(client, db):
    proposal = proposals.published()
    page = client.get(f"/zh-hans/proposals/{proposal.slug}/").content.decode()
    assert "<h1>设立银发经济基金</h1>" in page
    assert says("Where it stands", "/zh-hans") in page


def test_an_edited_simplified_text_is_kept(client, db):
    proposal = proposals.published(title_hans="设立养老基金")
    page = client.get(f"/zh-hans/proposals/{proposal.slug}/").content.decode()
    assert "<h1>设立养老基金</h1>" in page


def test_text_that_stands_in_for_another_language_is_marked(client, db):
    proposal = proposals.published(authors=[people.author("陳大文", "", slug="chan")])
    page = client.get(f"/en/proposals/{proposal.slug}/").content.decode()
    assert '<a href="/en/authors/chan/"><span lang="zh-Hant-HK">陳大文</span></a>' in page
    page = client.get(f"/proposals/{proposal.slug}/").content.decode()
    assert '<a href="/authors/chan/">陳大文</a>' in page
