import base64
import json

import pytest
from django.db import DatabaseError, OperationalError, connection
from hypothesis import example, given
from hypothesis import strategies as st
from rest_framework.throttling import AnonRateThrottle

from proposals.api.history import StatusUpdateFilter
from proposals.finding.filters import PAGING, SHOWING, ProposalFilter
from tests.api.problems import problem
from tests.drawn import drawn
from tests.factories import proposals

pytestmark = pytest.mark.django_db


def test_each_fault_names_its_field_and_what_is_allowed(get):
    response = get(
        "proposals/",
        status="-adopted",
        proposed_after="May",
        known_at="then",
        ordering="newest",
        page_size="501",
        count="yes",
        sector="x",
        colour="red",
    )

    body = problem(response, 400)
    errors = {fault["field"]: fault for fault in body["errors"]}
    assert set(errors) == {
        *("status", "proposed_after", "known_at", "ordering", "page_size", "count"),
        *("sector", "colour"),
    }
    assert errors["status"]["allowed"][:2] == ["proposed", "noted"]
    assert (
        errors["proposed_after"]["message"]
        == "“May” is not a date. Write 2026-05-20, 2026-05 or 2026."
    )
    assert errors["ordering"]["allowed"] == [
        *("-status_since", "status_since", "-proposed_on", "proposed_on", "title", "relevance"),
    ]
    assert errors["count"]["allowed"] == ["0", "1"]
    assert "updated_since" in errors["colour"]["allowed"]


@pytest.mark.parametrize("size", ["0", "-1", "501", "1000", "ten", "1.5", "٣"])
def test_a_page_size_out_of_bounds_is_refused(faults, size):
    assert list(faults(page_size=size)) == ["page_size"]


@pytest.mark.parametrize("name", ["page_size", "cursor", "count", "as_of", "updated_since"])
def test_a_parameter_that_cannot_be_repeated_is_given_once(faults, name):
    value = {"page_size": "5", "count": "1"}.get(name, "2026-06-01")

    assert faults(**{name: [value, value]})[name]["message"] == "Give this parameter only once."


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("proposals/", {*ProposalFilter.base_filters, *PAGING, *SHOWING}),
        ("status-updates/", {*StatusUpdateFilter.base_filters, *PAGING, *SHOWING}),
        ("authors/", PAGING),
    ],
)
@pytest.mark.parametrize("blank", ["", " ", ["", ""]])
def test_a_blank_counts_as_not_given(get, path, names, blank):
    proposals.published()
    shown = get(path).json()

    answer = get(path, dict.fromkeys(names, blank)).json()

    assert answer["results"] == shown["results"] != []
    assert "count" not in answer


def test_relevance_needs_words(faults):
    assert list(faults(ordering="relevance")) == ["ordering"]


def _marker(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("ordering", "cursor"),
    [
        ("-status_since", "nonsense"),
        ("-status_since", "é"),
        ("-status_since", _marker("title", 0, "銀", 1)),
        ("-status_since", _marker("-status_since", 0, "2026-13-01", 1)),
        ("-status_since", _marker("-status_since", 2, "2026-01-01", 1)),
        ("-status_since", _marker("-status_since", 0, "2026-01-01")),
        ("-status_since", _marker("-status_since", 0, "2026-01-01", 2**63)),
        ("-status_since", _marker("-status_since", 0, "2026-01-01", True)),
        ("title", _marker("title", 0, "\0", 1)),
        ("title", _marker("title", 0, "\ud800", 1)),
        ("title", _marker("title", 0, 5, 1)),
    ],
)
def test_a_marker_that_we_did_not_make_is_refused(faults, ordering, cursor):
    assert list(faults(ordering=ordering, cursor=cursor)) == ["cursor"]


@pytest.mark.parametrize(
    "at", ["2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 5]
)
def test_a_marker_with_an_instant_off_the_calendar_is_refused(faults, at):
    cursor = _marker("StatusUpdateList", 0, at, 1)

    assert list(faults("status-updates/", cursor=cursor)) == ["cursor"]


@pytest.mark.parametrize(
    "path",
    [
        *("nothing/", "proposals/a b/", "proposals/銀/", "../v2/", "../"),
        *("proposals/%0A/", "%0Anothing/", "%00/", "%01/", "authors/%0D%0A/", "%E2%80%A8/"),
    ],
)
def test_an_unknown_address_is_a_problem_too(client, path):
    body = problem(client.get(f"/api/v1/{path}"), 404)

    assert body["detail"] == "Not found."


def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    response = client.get("/api/v1/proposals?status=proposed")

    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/proposals/?status=proposed"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_proposals_are_not_written_here(client, method):
    response = getattr(client, method)("/api/v1/proposals/")

    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_head_answers_as_get_without_a_body(client):
    proposals.published()
    response = client.head("/api/v1/proposals/")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get("/api/v1/proposals/").headers["ETag"]


def test_only_json_is_given(get):
    problem(get("proposals/", headers={"Accept": "application/xml"}), 406)


def test_too_many_parameters_are_a_fault_of_the_request(client):
    query = "&".join(f"p{number}=1" for number in range(1001))

    body = problem(client.get(f"/api/v1/proposals/?{query}"), 400)

    assert "number of GET/POST parameters exceeded" in body["errors"][0]["message"]


def test_a_fault_of_ours_says_nothing_of_its_cause_and_is_logged(client, caplog):
    def fail(*_args):
        raise DatabaseError("at table secret")

    client.raise_request_exception = False

    with connection.execute_wrapper(fail):
        response = client.get("/api/v1/proposals/")

    assert "secret" not in json.dumps(problem(response, 500))
    [record] = [r for r in caplog.records if r.levelname == "ERROR"]
    assert "at table secret" in record.exc_text


def test_while_the_database_is_away_or_busy_it_says_when_to_come_back(client, caplog):
    def wait(*_args):
        raise OperationalError("canceling statement due to lock timeout")

    client.raise_request_exception = False

    with connection.execute_wrapper(wait):
        response = client.get("/api/v1/proposals/")

    assert "lock" not in json.dumps(problem(response, 503))
    assert response["Retry-After"] == "30"
    [record] = [r for r in caplog.records if r.levelname == "ERROR"]
    assert "lock timeout" in record.exc_text


def test_past_the_limit_it_says_when_to_come_back(get, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "rate", "2/min", raising=False)
    assert [get("proposals/").status_code for _ in range(2)] == [200, 200]

    response = get("proposals/")

    problem(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert response.headers["RateLimit"] == f'"read";r=0;t={response.headers["Retry-After"]}'


def test_each_answer_says_what_is_left_of_the_limit(get, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "rate", "3/min", raising=False)
    answers = [get("proposals/") for _ in range(2)]

    left = [answer.headers["RateLimit"].partition(";t=")[0] for answer in answers]
    assert left == ['"read";r=2', '"read";r=1']
    assert answers[0].headers["RateLimit-Policy"] == '"read";q=3;w=60'


def test_behind_a_proxy_each_reader_has_a_limit_of_their_own(get, monkeypatch, settings):
    monkeypatch.setattr(AnonRateThrottle, "rate", "1/min", raising=False)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    told = [f"spoofed-{number}, 192.0.2.{place}" for number, place in enumerate([1, 2, 1])]

    answers = [get("proposals/", headers={"x-forwarded-for": addresses}) for addresses in told]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_errors_are_in_english_for_everybody(get, language):
    body = problem(get("proposals/", colour="red", headers={"Accept-Language": language}), 400)

    assert body["errors"][0]["message"] == "There is no parameter of this name."
    assert problem(get("x/", headers={"Accept-Language": language}), 404)["detail"] == "Not found."


def test_other_sites_may_read_but_not_write(client):
    origin = {"Origin": "https://dashboard.example"}
    response = client.get("/api/v1/proposals/", headers=origin)
    failed = client.get("/api/v1/proposals/?x=1", headers=origin)
    asked = client.options(
        "/api/v1/proposals/", headers=origin | {"Access-Control-Request-Method": "GET"}
    )

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert failed.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "Retry-After", "RateLimit"} <= set(exposed)
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET")
    allowed = asked.headers["Access-Control-Allow-Headers"].split(", ")
    assert "If-None-Match" in allowed
    assert "X-CSRFToken" not in allowed


def test_no_cookie_is_set(get):
    assert get("proposals/").cookies == get("docs/").cookies == {}


words = st.text(max_size=30)
values = st.one_of(
    words,
    st.dates().map(str),
    st.datetimes().map(str),
    st.integers().map(str),
    st.sampled_from(["fund", "-fund", "-", "proposed", "0", "1", "title", "relevance", "基金"]),
    st.lists(st.one_of(words, st.integers(), st.none()), max_size=5).map(
        lambda parts: base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()
    ),
)
names = st.one_of(
    st.sampled_from([*ProposalFilter.base_filters, "cursor", "page_size", "count"]), words
)


@drawn(150)
@given(
    path=st.sampled_from(["proposals/", "status-updates/", "authors/", "sectors/"]),
    query=st.dictionaries(names, st.one_of(values, st.lists(values, max_size=3)), max_size=4),
)
@example(path="proposals/", query={"known_at": "9999-12-31T23:59:59-12:00"})
@example(path="proposals/", query={"updated_since": "0001-01-01"})
def test_no_query_string_is_a_fault_of_ours(get, monkeypatch, path, query):
    monkeypatch.setattr(AnonRateThrottle, "rate", None, raising=False)

    response = get(path, query)

    assert response.status_code in {200, 400}
    if response.status_code == 400:
        assert problem(response, 400)["errors"]
