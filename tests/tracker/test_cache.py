"""What becomes of a page when the cache is away."""

import pytest
from django.test import override_settings

from proposals.choices import Status
from tests.factories import proposals
from tracker.cache import DispensableRedisCache

AWAY = {
    "BACKEND": "tracker.cache.DispensableRedisCache",
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}


@pytest.fixture
def away(free_port, monkeypatch):
    """A cache at a port where nobody answers."""
    monkeypatch.setattr(DispensableRedisCache, "_left_alone_until", 0.0)
    cache = {**AWAY, "LOCATION": f"redis://127.0.0.1:{free_port}/0"}
    with override_settings(CACHES={"default": cache, "limits": cache}):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/stats/", "/api/v1/proposals/"])
def test_every_page_is_answered_without_its_cache(client, away, caplog, address):
    proposals.published()
    assert client.get(address).status_code == 200
    # Asked once, and then left alone.
    assert [record.name for record in caplog.records] == ["tracker.cache"]


@pytest.mark.django_db
def test_pages_are_given_where_nobody_can_count_them(client, away, settings):
    settings.PAGE_RATE = "1/min"
    assert [client.get("/sectors/").status_code for _ in range(2)] == [200, 200]


@pytest.mark.django_db
def test_the_list_counts_in_memory_and_asks_no_cache(client, away, caplog):
    proposals.published()
    assert client.get("/proposals/").status_code == 200
    assert caplog.records == []


@pytest.mark.django_db
def test_a_proposal_is_shown_without_its_cache(client, away, caplog):
    shown = proposals.published()
    page = client.get(shown.get_absolute_url())
    assert str(Status.PROPOSED.label) in page.content.decode()
    assert "the cache is away" in caplog.text


def test_what_is_not_there_is_made_each_time(away):
    from django.core.cache import cache

    assert cache.get_or_set("a", lambda: 1) == 1
    assert cache.get_or_set("a", lambda: 2) == 2
    assert cache.add("a", 3) is True
