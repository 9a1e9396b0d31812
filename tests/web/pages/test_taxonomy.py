import re

import pytest

from proposals.choices import BodyKind
from tests.factories import history, proposals, taxonomy


@pytest.mark.parametrize(
    ("address", "heading", "rest"),
    [
        ("/sectors/ageing/", "安老與銀髮經濟", "/proposals/?sector=ageing"),
        ("/bodies/lwb/", "勞工及福利局", "/proposals/?body=lwb"),
    ],
)
def test_the_page_of_one_shows_its_public_proposals(client, hide, address, heading, rest):
    elsewhere = {
        "sector": taxonomy.sector("finance", "金融", "Finance"),
        "bodies": [taxonomy.body("fstb", "財庫局", "FSTB")],
    }
    proposals.published(**elsewhere)
    hide()
    answer = client.get(address)
    assert [p.title_hant for p in answer.context["proposals"]] == ["收納別人的建議"]
    assert answer.context["count"] == 1
    page = answer.content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert f'<a href="{rest}">' in page
    assert "不公開的建議" not in page


@pytest.mark.parametrize(("make", "path"), [("sector", "sectors"), ("body", "bodies")])
def test_a_code_that_another_has_replaced_leads_to_that_one(client, db, make, path):
    make = getattr(taxonomy, make)
    make("old", "舊", "Old", replaced_by=make("now", "新", "Now"))
    answer = client.get(f"/en/{path}/old/?as_of=2026-05-01")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/{path}/now/?as_of=2026-05-01")


@pytest.mark.parametrize("address", ["/sectors/nowhere/", "/bodies/nobody/"])
def test_an_unknown_code_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_one_without_proposals_says_so(client, db):
    taxonomy.sector()
    page = client.get("/en/sectors/ageing/").content.decode()
    assert "No public proposal here yet." in page


def shown(page):
    """What the facts of a page say, by their names, without their marks."""
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", said).split()) for name, said in facts}


def test_a_body_says_what_it_is_and_what_it_is_part_of(client, db):
    whole = taxonomy.body("itib", "創新科技及工業局", "Innovation Bureau", kind=BodyKind.BUREAU)
    office = taxonomy.body(
        *("dpo", "數字政策辦公室", "Digital Policy Office"),
        aliases_hant=["數字辦"],
        aliases_en=["DPO"],
        parent=whole,
    )
    taxonomy.body("ogcio", "資科辦", "OGCIO", parent=whole, replaced_by=office)
    page = client.get("/bodies/dpo/").content.decode()
    assert shown(page) == {
        "又稱": "數字辦 Digital Policy Office DPO",
        "隸屬": "創新科技及工業局",
    }
    assert '<li lang="en">DPO</li>' in page
    page = client.get("/en/bodies/itib/").content.decode()
    assert shown(page) == {
        "Kind": "Bureau",
        "Also known as": "創新科技及工業局",
        "Parts of it": "Digital Policy Office",
    }
    assert '<a href="/en/bodies/dpo/">' in page


def test_a_sector_names_its_panel(client, db):
    taxonomy.sector(panel_hant="福利事務委員會", panel_en="Panel on Welfare Services")
    page = client.get("/en/sectors/ageing/").content.decode()
    assert shown(page)["Panel of the Legislative Council"] == "Panel on Welfare Services"


@pytest.mark.parametrize(
    ("address", "rest", "query"),
    [
        ("/sectors/ageing/", "sector=ageing", "sector=ageing&amp;body=lwb"),
        ("/bodies/lwb/", "body=lwb", "body=lwb&amp;sector=ageing"),
    ],
)
def test_a_page_tells_what_became_of_them(client, editor, address, rest, query):
    row = proposals.published(by=editor)
    history.record(row, by=editor)
    page = client.get(f"/en{address}").content.decode()
    assert "Of 1 proposal, <strong>1</strong> answered, 0 waiting." in page
    assert f'href="/en/subscribe/?{rest}"' in page
    assert f'href="/en/proposals/?{query}"' in page
    assert page.count('class="move"') == 1


@pytest.mark.parametrize(("address", "queries"), [("/sectors/ageing/", 23), ("/bodies/lwb/", 25)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_as_many_queries_for_few_and_many(
    client, editor, address, queries, count, django_assert_num_queries
):
    for _ in range(count):
        history.record(proposals.published(by=editor), by=editor)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("path", ["sectors", "bodies"])
def test_all_are_listed_with_their_public_proposals(
    client, hide, django_assert_num_queries, path, more
):
    hide()
    taxonomy.sector("finance", "金融", "Finance")
    taxonomy.body("fstb", "財庫局", "FSTB", kind=BodyKind.BUREAU)
    for number in range(more):
        proposals.published(slug=f"more-{number}")
    with django_assert_num_queries(4):
        page = client.get(f"/en/{path}/").content.decode()
    listed = re.findall(r'<li><a href="(/en/\w+/\w+/)">.*?<span class="number">(.*?)</span>', page)
    here, empty = {"sectors": ("ageing", "finance"), "bodies": ("lwb", "fstb")}[path]
    told = "1 proposal" if not more else "3 proposals"
    assert set(listed) == {(f"/en/{path}/{here}/", told), (f"/en/{path}/{empty}/", "0 proposals")}


def test_bodies_stand_by_kind_and_those_without_one_come_last(client, db):
    taxonomy.body("any", "任何機構", "Any body")
    taxonomy.body("itib", "創新科技及工業局", "ITIB", kind=BodyKind.BUREAU)
    page = client.get("/en/bodies/").content.decode()
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert headings == ["Bureau", "Other bodies"]


@pytest.mark.parametrize("path", ["sectors", "bodies"])
def test_a_list_without_any_says_so(client, db, path):
    assert "Nothing has been published yet." in client.get(f"/en/{path}/").content.decode()
