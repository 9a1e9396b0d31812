import pytest
from django.conf.urls.i18n import i18n_patterns
from django.db import OperationalError
from django.test import Client
from django.urls import path

from proposals.languages import PREFIXES
from tests.interface import says
from tracker import urls


def broken(request):
    raise RuntimeError


def waiting(request):
    raise OperationalError("canceling statement due to lock timeout")


urlpatterns = [
    *i18n_patterns(
        path("broken/", broken), path("waiting/", waiting), prefix_default_language=False
    ),
    *urls.urlpatterns,
]
handler500 = urls.handler500


def heading(answer):
    page = answer.content.decode()
    assert "/static/proposals/site" in page
    assert 'id="main"' in page
    return page.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_an_unknown_address_is_not_found(client, prefix):
    answer = client.get(f"{prefix}/nowhere/")
    assert answer.status_code == 404
    assert heading(answer) == says("Page not found", prefix)


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_a_request_that_makes_no_sense_is_a_bad_one(client, prefix):
    answer = client.get(f"{prefix}/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert heading(answer) == says("Bad request", prefix)


# No test here has a database: an error page that asked for one would fail.
@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_a_fault_of_ours_has_a_page_that_needs_no_database(prefix):
    answer = Client(raise_request_exception=False).get(f"{prefix}/broken/")
    assert answer.status_code == 500
    assert heading(answer) == says("Something went wrong", prefix)


@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_while_the_database_is_away_or_busy_a_page_says_when_to_come_back(prefix):
    answer = Client(raise_request_exception=False).get(f"{prefix}/waiting/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "no-store"
    assert heading(answer) == says("Not available just now", prefix)
