"""What others keep, to see whether we rewrite what we said."""

import datetime as dt
import zipfile

import feedparser
import pytest

from proposals.models import Checkpoint
from proposals.package import archive
from tests.factories import proposals

pytestmark = pytest.mark.django_db

JSON, ATOM = "/data/checkpoints.json", "/feeds/checkpoints.atom"
KEYS = "/.well-known/policy-proposal-tracker-keys.json"


def made(count):
    for day in range(1, count + 1):
        proposals.published()
        Checkpoint.objects.make(dt.date(2026, 6, day))


def test_the_newest_comes_first_with_the_key_that_signed_it(client):
    made(2)
    newest, oldest = client.get(JSON).json()["checkpoints"]
    assert (newest["day"], oldest["day"]) == ("2026-06-02", "2026-06-01")
    [key] = client.get(KEYS).json()["keys"]
    assert newest["key_id"] == key["id"]
    assert key["is_current"]


def test_the_feed_tells_of_each(client):
    made(2)
    feed = feedparser.parse(client.get(f"/en{ATOM}").content)
    assert feed.bozo == 0
    assert [entry.title.split()[0] for entry in feed.entries] == ["2026-06-02", "2026-06-01"]
    assert Checkpoint.objects.latest("seq").signature in feed.entries[0].summary


@pytest.mark.parametrize("address", [JSON, ATOM])
def test_where_nothing_was_published_there_is_none(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "hash" not in response.content.decode()


@pytest.mark.parametrize("address", [JSON, ATOM])
def test_they_name_no_row(client, hide, address):
    hidden = hide()
    made(1)
    text = client.get(address).content.decode()
    assert not any(row.slug in text or row.title_en in text for row in hidden)


@pytest.mark.parametrize("address", [JSON, ATOM])
@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_two_queries_and_one_where_nothing_is_new(
    client, django_assert_num_queries, address, count
):
    made(count)
    with django_assert_num_queries(2):
        first = client.get(address)
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_new_checkpoint_makes_a_new_package(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    proposals.published()
    first = archive.build()
    Checkpoint.objects.make(dt.date(2026, 6, 1))
    with zipfile.ZipFile(archive.build().path) as package:
        assert "2026-06-01" in package.read("checkpoints.json").decode()
    assert archive.build().path != first.path


@pytest.mark.parametrize("address", [JSON, ATOM])
def test_a_new_checkpoint_is_a_new_answer(client, address):
    proposals.published()
    first = client.get(address)
    Checkpoint.objects.make(dt.date(2026, 6, 1))
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert first.content != again.content


def test_the_keys_need_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(KEYS).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/en"])
def test_the_page_of_method_leads_to_all_that_it_takes(client, prefix):
    html = client.get(f"{prefix}/methodology/").content.decode()
    for address in (f"{prefix}/data/tracker.zip", KEYS, f"{prefix}/data/verify.py"):
        assert address in html
