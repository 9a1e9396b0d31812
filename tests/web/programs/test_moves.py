import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest

from proposals import tracking
from proposals.choices import Status
from tests.factories import history, people, proposals, taxonomy

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def moved(editor):
    proposal = proposals.published(
        slug="bonds",
        title_en="Silver bonds",
        sector=taxonomy.sector("finance", "金融", "Finance"),
        by=editor,
    )
    history.record(proposal, by=editor)
    return proposal


def entries(client, query=""):
    return ET.fromstring(client.get(f"/en/feeds/moves.atom{query}").content).findall(f"{ATOM}entry")


def test_an_entry_tells_the_step_the_reason_and_the_evidence(client, moved):
    [entry] = entries(client)
    assert entry.findtext(f"{ATOM}title") == "Proposed → Under study: Silver bonds"
    assert entry.find(f"{ATOM}link").get("href").endswith("/en/proposals/bonds/#update-2")
    told = entry.findtext(f"{ATOM}summary")
    assert "Government says that it is studying it." in told
    assert "施政報告第 10 段" in told


def test_the_json_feed_says_the_same_in_fields(client, moved):
    body = json.loads(client.get("/en/feeds/moves.json").content)
    [item] = body["items"]
    assert item["title"] == "Proposed → Under study: Silver bonds"
    assert item["_tracker"] == {
        "slug": "bonds",
        "number": 2,
        "from_status": "proposed",
        "status": "under_study",
        "effective_on": "2026-06-01",
        "awaits_confirmation": False,
        "sector": "finance",
    }
    assert body["home_page_url"].endswith("/en/moves/")


def test_what_was_confirmed_comes_first_again(client, moved, editor):
    refusal = history.record(moved, Status.DECLINED, dt.date(2026, 7, 1), by=editor)
    history.record(proposals.published(title_en="Another", by=editor), by=editor)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client)]
    assert titles[:2] == [
        "Proposed → Under study: Another",
        "Under study → Declined: Silver bonds (awaiting confirmation)",
    ]
    tracking.confirm(refusal, by=people.user(is_superuser=True))
    assert entries(client)[0].findtext(f"{ATOM}title") == "Under study → Declined: Silver bonds"


def test_the_filter_is_that_of_the_page(client, moved, editor):
    history.record(proposals.published(by=editor), by=editor)
    assert len(entries(client)) == 2
    assert len(entries(client, "?sector=finance&by=week")) == 1
    assert client.get("/en/feeds/moves.atom?by=day").status_code == 400
