import re

import pytest

from tests.factories import proposals
from tests.test_terms import HONG_KONG, MAINLAND


def test_the_bare_address_is_in_traditional_chinese(editor):
    page = editor.get("/admin/")
    assert '<html lang="zh-hant"' in page.text
    assert "登出" in page.text


def test_the_english_admin_has_an_address_of_its_own(editor):
    page = editor.get("/en/admin/")
    assert '<html lang="en' in page.text
    assert "Log out" in page.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_product_is_named_in_both_languages(client, db, prefix):
    assert "建言追蹤 · Policy Proposal Tracker" in client.get(f"{prefix}/admin/account/login/").text


def test_each_language_names_a_row_in_its_own(editor):
    proposal = proposals.draft()
    assert "設立銀髮經濟基金</a>" in editor.get("/admin/proposals/proposal/").text
    assert "Set up a silver-economy fund</a>" in editor.get("/en/admin/proposals/proposal/").text
    publish = editor.get(f"/admin/proposals/proposal/{proposal.pk}/publish/")
    assert "設立銀髮經濟基金" in publish.text


def test_each_page_leads_to_itself_in_the_other_language(editor):
    page = f"/admin/proposals/proposal/{proposals.draft().pk}/publish/"
    assert f'href="/en{page}" lang="en"' in editor.get(page).text
    assert f'href="{page}" lang="zh-Hant-HK"' in editor.get(f"/en{page}").text


@pytest.mark.parametrize(
    ("prefix", "other"), [("", HONG_KONG), ("/zh-hans", MAINLAND)], ids=["hant", "hans"]
)
def test_the_scripts_say_it_as_their_readers_write(editor, prefix, other):
    script = editor.get(f"{prefix}/admin/jsi18n/").text
    said = re.sub(r"\\u(\w{4})", lambda code: chr(int(code[1], 16)), script)
    assert "全部" in said
    assert other.findall(said) == []
