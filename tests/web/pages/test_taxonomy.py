import pytest

from tests.factories import proposals, taxonomy


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


@pytest.mark.parametrize("address", ["/sectors/ageing/", "/bodies/lwb/"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_seven_queries(client, editor, address, count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(by=editor)
    with django_assert_num_queries(8):
        client.get(address)
