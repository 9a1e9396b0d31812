import re
from html import unescape

import pytest
from django.conf import settings

from proposals.languages import PREFIXES
from tests.factories import proposals


def ask(client, path, **more):
    return client.get("/oembed/", {"url": settings.SITE_URL + path, **more})


def source(answer):
    return unescape(re.search(r'src="([^"]*)"', answer.json()["html"])[1])


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_a_list_is_a_frame_of_the_same_list_in_the_same_language(client, db, prefix):
    answer = ask(client, f"{prefix}/proposals/?status=proposed&q=基金")
    framed = f"{settings.SITE_URL}{prefix}/embed/proposals/?status=proposed&q=%E5%9F%BA%E9%87%91"
    assert source(answer) == framed
    assert client.get(framed.removeprefix(settings.SITE_URL)).status_code == 200


def test_what_was_hung_on_a_shared_link_is_not_framed(client, db):
    listed = ask(client, "/en/proposals/?fbclid=x&status=proposed&utm_source=y")
    assert source(listed) == f"{settings.SITE_URL}/en/embed/proposals/?status=proposed"
    assert source(ask(client, "/proposals/?fbclid=x")) == f"{settings.SITE_URL}/embed/proposals/"


def test_the_answer_is_what_the_specification_asks_for(client, db):
    proposals.published(slug="silver")
    answer = ask(client, "/en/proposals/silver/", format="json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = answer.json()
    frame = told.pop("html")
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": "Set up a silver-economy fund",
        "provider_name": "Policy Proposal Tracker",
        "provider_url": settings.SITE_URL,
        "cache_age": 86400,
        "width": 600,
        "height": 260,
    }
    assert frame == (
        f'<iframe src="{settings.SITE_URL}/en/embed/proposals/silver/" '
        'title="Set up a silver-economy fund" width="600" height="260" loading="lazy"></iframe>'
    )


def test_words_cannot_break_out_of_the_frame(client, db):
    title = '"></iframe><script>alert(1)</script>'
    proposals.published(slug="silver", title_en=title)
    told = ask(client, "/en/proposals/silver/").json()
    assert told["title"] == title
    assert told["html"].count("<") == 2
    listed = ask(client, '/en/proposals/?q="><script>x</script>').json()
    assert listed["html"].count("<") == 2


def test_the_frame_is_no_larger_than_there_is_room_for(client, db):
    narrow = ask(client, "/proposals/", maxwidth="320", maxheight="9999").json()
    assert (narrow["width"], narrow["height"]) == (320, 480)
    low = ask(client, "/proposals/", maxwidth="9999", maxheight="200").json()
    assert (low["width"], low["height"]) == (600, 200)
    assert 'width="600" height="200"' in low["html"]


def test_a_size_that_is_none_is_told(client, db):
    for size in ("", "0", "-1", "wide", "²", "1e3", "123456"):
        answer = ask(client, "/proposals/", maxwidth=size)
        assert answer.status_code == 400
        assert answer.json() == {"error": "maxwidth: give a whole number of pixels."}


@pytest.mark.parametrize("form", ["xml", "yaml", ""])
def test_json_is_the_only_format(client, db, form):
    assert ask(client, "/proposals/", format=form).status_code == 501


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/proposals/",
        "http://[::1",
        "/proposals/",
        "http://localhost:8000@elsewhere.example/proposals/",
    ],
)
def test_another_host_is_not_ours(client, db, url):
    answer = client.get("/oembed/", {"url": url})
    assert answer.status_code == 404
    assert answer.json() == {"error": "url: not an address of this site."}
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/authors/", "/nowhere/", "/fr/proposals/", "/admin/", ""])
def test_other_pages_cannot_be_embedded(client, db, path):
    assert ask(client, path).status_code == 404


def test_an_address_must_be_given(client, db):
    answer = client.get("/oembed/")
    assert answer.status_code == 400
    assert answer.json() == {"error": "url: give the address of a page of ours."}


def test_a_faulty_filter_has_no_frame(client, db):
    answer = ask(client, "/en/proposals/?status=nowhere")
    assert answer.status_code == 404
    assert answer.json() == {"error": "url: status: “nowhere” is not a value of this parameter."}


def test_what_is_not_public_has_no_frame(client, hide):
    for row in hide():
        answer = ask(client, f"/en/proposals/{row.slug}/")
        assert answer.status_code == 404
        assert "Not for the public" not in answer.content.decode()


@pytest.mark.parametrize("prefix", PREFIXES.values())
@pytest.mark.parametrize(
    "path", ["/proposals/?q=%E5%9F%BA%E9%87%91&status=proposed", "/proposals/silver/"]
)
def test_pages_lead_to_their_description(client, db, prefix, path):
    proposals.published(slug="silver")
    page = client.get(prefix + path).content.decode()
    address = re.search(r'type="application/json\+oembed"[^>]* href="([^"]+)"', page)[1]
    answer = client.get(unescape(address).removeprefix(settings.SITE_URL))
    assert source(answer) == settings.SITE_URL + prefix + "/embed" + path


def test_it_is_only_read(client, db):
    assert client.post("/oembed/").status_code == 405
