"""The same over HTTP, by the web server that there is."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from mcp.client.client import Client
from rest_framework.throttling import AnonRateThrottle

from proposals.assistants.answers import answer
from proposals.assistants.asking import NOBODY
from proposals.assistants.tools import TOOLS
from proposals.models import Proposal
from tests.assistants.conftest import Assistant
from tests.factories import proposals

LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
CALLED = {
    **LISTED,
    "method": "tools/call",
    "params": {"name": "count_proposals", "arguments": {}},
}


@pytest.fixture
def post(client):
    """POST a message to the address of assistants."""

    def post(message, path="/mcp/", **headers):
        accept = {"Accept": "application/json, text/event-stream"} | headers
        return client.post(path, message, content_type="application/json", headers=accept)

    return post


def test_the_client_of_the_protocol_speaks_with_the_web_server(rows, portal, live_server):
    with portal.wrap_async_context_manager(Client(f"{live_server.url}/mcp/")) as client:
        assistant = Assistant(portal, client)
        assert "search_proposals" in assistant.tools()
        found = assistant.told("search_proposals", sector="ageing", ordering="title")
        assert {row["slug"] for row in found["results"]} == {"silver-fund", "kept"}
        assert found["results"][0]["rests_on"]["evidence"]
        assert "status: " in assistant.refused("search_proposals", status="adopted")


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_clients_of_either_age_of_the_protocol_are_answered(rows, portal, live_server, mode):
    client = Client(f"{live_server.url}/mcp/", mode=mode)
    with portal.wrap_async_context_manager(client) as client:
        assert Assistant(portal, client).told("count_proposals")["total"] == 2


@pytest.mark.django_db
def test_one_message_is_answered_in_json_and_kept_by_nobody(post):
    response = post(LISTED)

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response["Cache-Control"] == "no-store"
    assert len(response.json()["result"]["tools"]) == len(TOOLS)
    assert post(LISTED, path="/mcp").status_code == 200


@pytest.mark.django_db
def test_what_is_no_message_is_refused(post, client, settings):
    assert post(LISTED, Accept="text/html").status_code == 406
    assert post("{").json()["error"]["code"] == -32700
    unknown = post({**LISTED, "method": "tools/forget"}).json()
    assert unknown["error"]["code"] == -32601
    assert (client.get("/mcp/").status_code, client.get("/mcp/")["Allow"]) == (405, "POST")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert post({**LISTED, "params": {"cursor": "1" * 100}}).status_code == 413


@pytest.mark.django_db
def test_who_asks_too_often_is_told_as_by_the_api(post, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "get_rate", lambda _throttle: "1/hour")

    assert not post(CALLED).json()["result"]["isError"]
    told = post(CALLED).json()["result"]
    assert told["isError"]
    assert told["structuredContent"]["status"] == 429


@pytest.mark.django_db(transaction=True)
def test_messages_are_answered_side_by_side(live_server):
    import requests

    headers = {"Accept": "application/json, text/event-stream"}

    def ask(_number):
        answered = requests.post(
            f"{live_server.url}/mcp/", json=CALLED, headers=headers, timeout=60
        )
        return answered.json()["result"]["structuredContent"]["total"]

    with ThreadPoolExecutor(4) as askers:
        assert list(askers.map(ask, range(8))) == [Proposal.objects.public().count()] * 8


@pytest.mark.django_db
def test_a_search_costs_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    def search():
        told = answer(TOOLS["search_proposals"], {}, NOBODY).body
        return [row["rests_on"]["status"] for row in told["results"]]

    search()
    proposals.published()
    with django_assert_num_queries(6):
        assert search() == ["proposed"]
    for _ in range(2):
        proposals.published()
    with django_assert_num_queries(6):
        assert search() == ["proposed"] * 3


@pytest.mark.django_db
def test_rows_that_are_not_proposals_rest_on_nothing(post):
    proposals.published()
    message = json.loads(json.dumps(CALLED))
    message["params"] = {"name": "list_changes", "arguments": {}}

    told = post(message).json()["result"]["structuredContent"]

    grounded = {row["noun"] for row in told["results"] if "rests_on" in (row["row"] or {})}
    assert grounded == {"proposal"}
