"""No network address gets more pages than one reader needs."""

import pytest
from django.core.cache import caches

from proposals.languages import PREFIXES
from tests.factories import proposals
from tests.interface import says

OPEN = ["/", "/en/proposals/", "/feeds/proposals.atom", "/data/proposals.csv", "/en/nowhere/"]


@pytest.fixture(autouse=True)
def two_pages_a_minute(settings):
    settings.PAGE_RATE = "2/min"


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_past_the_limit_a_page_in_the_readers_language_says_when_to_come_back(
    client, prefix, django_assert_num_queries
):
    proposals.published()
    assert [client.get(f"{prefix}/sectors/").status_code for _ in range(2)] == [200, 200]

    with django_assert_num_queries(0):
        answer = client.get(f"{prefix}/proposals/")

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"<h1>{says('Too many requests', prefix)}</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_pages_feeds_and_files_are_counted_together(client):
    for address in OPEN[:2]:
        assert client.get(address).status_code == 200

    assert {client.get(address).status_code for address in OPEN} == {429}


@pytest.mark.django_db
def test_the_api_the_desk_and_health_are_not_counted_as_pages(client, admin_client):
    for _ in range(3):
        assert client.get("/api/v1/codes/").status_code == 200
        assert client.get("/en/api/v1/docs/").status_code == 200
        assert admin_client.get("/en/admin/").status_code == 200
        assert client.get("/healthz").status_code == 200
    assert client.get("/sectors/admin/").status_code == 404
    assert client.get("/apiary/").status_code == 404
    assert client.get("/sectors/").status_code == 429


@pytest.mark.django_db
def test_behind_a_proxy_each_reader_has_a_limit_of_their_own(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(place):
        told = {"x-forwarded-for": f"spoofed-{place}, 192.0.2.{place}"}
        return client.get("/sectors/", headers=told).status_code

    assert [ask(place) for place in (1, 1, 1, 2)] == [200, 200, 429, 200]


@pytest.mark.django_db
def test_many_clients_push_out_no_count_that_is_kept(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    caches["default"].set("count", 5)

    for place in range(400):
        client.get("/robots.txt", headers={"x-forwarded-for": f"192.0.2.{place}"})

    assert caches["default"].get("count") == 5
