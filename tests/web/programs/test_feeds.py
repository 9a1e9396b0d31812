"""Feeds and the calendar, as the programs that read them see them."""

import datetime as dt
import json
from xml.etree import ElementTree

import feedparser
import icalendar
import jsonschema
import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.http import http_date

from proposals import tracking
from proposals.choices import Precision, Status
from proposals.editing import merging, publishing, writing
from proposals.finding.edition import SHARED
from proposals.models import Change, Proposal
from proposals.web.programs import deadlines, feeds
from tests.factories import history, people, proposals, sources, taxonomy
from tests.interface import says

pytestmark = pytest.mark.django_db

LANGUAGES = {"": "zh-Hant-HK", "/zh-hans": "zh-Hans", "/en": "en"}
ATOM = ["/feeds/proposals.atom", "/feeds/changes.atom"]
ADDRESSES = [*ATOM, "/feeds/proposals.json", "/feeds/deadlines.ics"]

# https://www.jsonfeed.org/version/1.1/
_NAMED = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "url": {"type": "string", "format": "uri"}},
        "required": ["name"],
        "additionalProperties": False,
    },
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string"},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "next_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": _NAMED,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "patternProperties": {"^_[a-zA-Z]+$": {"type": "object"}},
                "properties": {
                    "id": {"type": "string"},
                    "url": {"type": "string", "format": "uri"},
                    "external_url": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "summary": {"type": "string"},
                    "content_html": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time"},
                    "date_modified": {"type": "string", "format": "date-time"},
                    "authors": _NAMED,
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}

HOSTILE = '<script>alert(1)</script> & "quoted" ]]> \r\nBEGIN:VEVENT\r\n \x0b\x1f\ufffe 完'
# What may be recorded of it today.
READABLE = HOSTILE.replace("\x0b\x1f\ufffe", "")


def atom(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert found.bozo == 0
    return found


def calendar(client, address="/feeds/deadlines.ics"):
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def events(client, address="/feeds/deadlines.ics"):
    return {str(event["UID"]): event for event in calendar(client, address).events}


def titles(found):
    return [entry.title for entry in found.entries]


# --- Every feed ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_new_costs_one_query(client, django_assert_num_queries, address):
    proposals.published()
    first = client.get(address)
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    with django_assert_num_queries(1):
        since = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (first.status_code, again.status_code, since.status_code) == (200, 304, 304)
    assert first.headers["Last-Modified"] == http_date(Change.objects.latest("seq").at.timestamp())
    assert first.headers["Cache-Control"] == SHARED
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_change_gives_a_new_answer(client, editor, address):
    proposal = proposals.published()
    etag = client.get(address).headers["ETag"]
    tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
    again = client.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.headers["ETag"] != etag


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_fault_names_the_parameter_and_what_it_allows(client, address):
    response = client.get(f"/en{address}", {"specificity": "hard", "colour": "red"})
    assert response.status_code == 400
    assert "ETag" not in response.headers
    if address.endswith(".json"):
        first = response.json()["errors"][0]
        assert first == {
            "field": "specificity",
            "message": "“hard” is not a value of this parameter.",
            "allowed": ["firm", "soft"],
        }
        assert response.json()["errors"][1]["field"] == "colour"
    else:
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        lines = response.content.decode().split("\n")
        assert lines[:2] == [
            "specificity: “hard” is not a value of this parameter.",
            "  Allowed: firm, soft",
        ]
        assert lines[2] == "colour: There is no parameter of this name."


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_writes_to_a_feed(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_public_is_in_no_feed(client, hide, address, prefix):
    hide()
    text = client.get(prefix + address).content.decode()
    for title in ("不公開的建議", "不公开的建议", "Not for the public", "建議政府設立基金。"):
        assert title not in text


@pytest.mark.parametrize("address", ["/feeds/proposals.json", *ATOM])
def test_a_page_marker_of_another_list_is_a_fault(client, address):
    proposals.published()
    response = client.get(f"/en{address}?cursor=WyJ0aXRsZSIsMF0")
    assert response.status_code == 400
    assert "This page marker is not valid here." in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_copied_from_the_page_is_taken(client, address):
    proposals.published()
    copied = "?q=%E5%9F%BA%E9%87%91&ordering=title&view=table&page_size=20&find_author=x"
    assert client.get(address + copied).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_filter_chooses(client, address):
    taxonomy.sector("finance", "金融", "Finance")
    proposals.published(title_en="Silver bonds", sector=taxonomy.sector("finance"))
    proposals.published(title_en="A silver fund")
    text = client.get(f"/en{address}?sector=finance").content.decode()
    assert "Silver bonds" in text
    assert "A silver fund" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_text_breaks_out(client, editor, address):
    author = people.author(HOSTILE, HOSTILE)
    proposal = proposals.published(
        title_en=HOSTILE, summary_en=HOSTILE, authors=[author], by=editor
    )
    evidence = history.evidence(title=READABLE, publisher=READABLE, quote=READABLE)
    history.record(proposal, reason_en=READABLE, evidence=[evidence], by=editor)
    text = client.get(f"/en{address}").content.decode()
    if address.endswith(".atom"):
        found = atom(client, f"/en{address}")
        html = [entry.summary for entry in found.entries]
        ElementTree.fromstring(text)
    elif address.endswith(".json"):
        html = [item["content_html"] for item in json.loads(text)["items"]]
    else:
        assert len(events(client, f"/en{address}")) == 3
        return
    for content in html:
        assert "<script" not in content.lower()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("between", ["%0D%0A", "%0D", "%0A", "%08%20", "%E2%80%A8"])
def test_words_of_several_lines_name_a_feed_in_one(client, address, between):
    answer = client.get(f"/en{address}?q=a{between}X-Evil:1")
    assert answer.status_code == 200
    assert "“a X-Evil:1” · Policy Proposal Tracker" in answer.content.decode()


# --- The proposals ---------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "tag"), LANGUAGES.items())
def test_an_entry_says_what_is_asked_by_whom_and_where_it_stands(client, editor, prefix, tag):
    authors = [people.author(slug="chan"), people.author("李小明", "Lee Siu-ming", slug="lee")]
    proposal = proposals.published(slug="fund", authors=authors, by=editor)
    history.record(proposal, Status.UNDER_STUDY, by=editor)
    proposal.refresh_from_db()

    found = atom(client, f"{prefix}/feeds/proposals.atom")

    site = settings.SITE_URL
    links = {link.rel: link.href for link in found.feed.links}
    assert found.feed.language == tag
    assert links == {
        "alternate": f"{site}{prefix}/proposals/",
        "self": f"{site}{prefix}/feeds/proposals.atom",
    }
    [entry] = found.entries
    assert entry.id == entry.link == f"{site}{prefix}/proposals/fund/"
    assert dt.datetime.fromisoformat(entry.updated) == proposal.updated_at
    assert dt.datetime.fromisoformat(entry.published) == proposal.first_published_at
    shown = {
        "": ("設立銀髮經濟基金", ["陳大文", "李小明"], "研究中"),
        "/zh-hans": ("设立银发经济基金", ["陈大文", "李小明"], "研究中"),
        "/en": ("Set up a silver-economy fund", ["Chan Tai-man", "Lee Siu-ming"], "Under study"),
    }
    title, names, status = shown[prefix]
    assert entry.title == title
    assert [author.name for author in entry.authors] == names
    assert [author.href for author in entry.authors] == [
        f"{site}{prefix}/authors/chan/",
        f"{site}{prefix}/authors/lee/",
    ]
    stands, sector = entry.tags
    assert (stands.term, stands.label) == ("under_study", status)
    assert sector.term == "ageing"


def test_what_changed_last_comes_first_whatever_the_order_of_the_list(client, editor):
    first = proposals.published(title_en="One", by=editor)
    proposals.published(title_en="Two", by=editor)
    assert titles(atom(client, "/en/feeds/proposals.atom?ordering=title")) == ["Two", "One"]
    tracking.check(first, checked_on=timezone.localdate(), by=editor)
    assert titles(atom(client, "/en/feeds/proposals.atom")) == ["One", "Two"]


@pytest.mark.parametrize("address", ["/en/feeds/proposals.atom", "/en/feeds/changes.atom"])
def test_a_feed_leads_to_what_is_older(client, monkeypatch, address):
    monkeypatch.setattr(feeds, "PAGE_SIZE", 2)
    for number in range(5):
        proposals.published(title_en=f"Number {number}")
    seen = []
    while address:
        found = atom(client, address)
        seen += titles(found)
        links = {link.rel: link.href for link in found.feed.links}
        address = links.get("next", "").removeprefix(settings.SITE_URL)
    assert [title[-1] for title in seen] == ["4", "3", "2", "1", "0"]


def test_a_json_feed_keeps_to_its_published_rules_and_goes_on(client, monkeypatch, editor):
    monkeypatch.setattr(feeds, "PAGE_SIZE", 1)
    proposals.published(title_en="One", source=sources.source(url="https://daily.example/1"))
    two = proposals.published(slug="two", title_en="Two", place=taxonomy.place())
    history.record(two, Status.UNDER_STUDY, by=editor)
    two.refresh_from_db()

    first = client.get("/en/feeds/proposals.json?instrument=fund")

    assert first.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    body = first.json()
    jsonschema.validate(body, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert body["title"] == "Instrument: Fund · Policy Proposal Tracker"
    assert body["feed_url"] == f"{settings.SITE_URL}/en/feeds/proposals.json?instrument=fund"
    [item] = body["items"]
    assert item["title"] == "Two"
    assert item["tags"] == ["Under study", "Ageing"]
    assert item["_tracker"] == {
        "about": f"{settings.SITE_URL}/en/data/",
        "slug": "two",
        "status": "under_study",
        "status_since": "2026-06-01",
        "status_since_precision": "day",
        "sector": "ageing",
        "instrument": "fund",
        "specificity": "firm",
        "place": "central_asia",
        "places": ["central_asia"],
        "bodies": ["lwb"],
        "change_seq": two.change_seq,
    }
    after = client.get(body["next_url"].removeprefix(settings.SITE_URL)).json()
    jsonschema.validate(after, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert [item["title"] for item in after["items"]] == ["One"]
    assert after["items"][0]["external_url"] == "https://daily.example/1"
    assert "next_url" not in after


def test_a_feed_of_the_past_shows_where_they_stood(client, editor):
    proposal = proposals.published(by=editor)
    history.record(proposal, Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), by=editor)
    then = atom(client, "/en/feeds/proposals.atom?as_of=2026-05-31")
    assert [tag.term for tag in then.entries[0].tags] == ["proposed", "ageing"]
    assert (
        atom(client, "/en/feeds/proposals.atom?as_of=2026-05-31&status=under_study").entries == []
    )
    item = client.get("/en/feeds/proposals.json?as_of=2026-05-31").json()["items"][0]
    assert item["_tracker"]["status"] == "proposed"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [  # A filter costs one more, for the names in the title.
        # The newest change; the rows; their authors, bodies, places and ideas.
        ("/feeds/proposals.atom", 6),
        ("/feeds/proposals.json", 6),
        # The newest change; the changes; their evidence.
        ("/feeds/changes.atom", 3),
        # The newest change; the checks due; the steps.
        ("/feeds/deadlines.ics", 4),
    ],
)
def test_a_feed_costs_a_fixed_number_of_queries(
    client, editor, django_assert_num_queries, address, queries, count
):
    idea = proposals.idea()
    for _ in range(count):
        proposal = proposals.published(ideas=[idea], by=editor)
        history.record(proposal, by=editor)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


# --- The changes -----------------------------------------------------------------------------


@pytest.fixture
def story(editor):
    """One of each kind of change, but for those that end a proposal."""
    proposal = proposals.published(slug="fund", by=editor)
    wrong = history.record(proposal, Status.COMMITTED, effective_on=dt.date(2026, 6, 2), by=editor)
    tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=editor)
    document = history.evidence(url="https://gov.example/1", publisher="政府", quote="正在研究")
    history.record(proposal, Status.UNDER_STUDY, evidence=[document], by=editor)
    tracking.check(proposal, checked_on=timezone.localdate(), by=editor)
    proposal.refresh_from_db()
    proposal.summary_en = "Asks for a fund, in other words."
    writing.write(proposal)
    writing.settle([proposal])
    return proposal


def test_each_change_is_an_entry_for_good(client, story):
    found = atom(client, "/en/feeds/changes.atom")
    assert titles(found) == [
        "Text updated: Set up a silver-economy fund",
        "Checked, nothing new: Set up a silver-economy fund",
        "Under study: Set up a silver-economy fund",
        "Record voided: Set up a silver-economy fund",
        "Committed: Set up a silver-economy fund",
        "Published: Set up a silver-economy fund",
    ]
    assert [entry.tags[0].term for entry in found.entries] == [
        *("updated", "checked", "status", "voided", "status", "published")
    ]
    for entry, change in zip(
        found.entries, Change.objects.filter(noun="proposal").order_by("-seq"), strict=True
    ):
        day = change.at.date().isoformat()
        assert entry.id == f"tag:localhost,{day}:/en/proposals/fund//change-{change.seq}"
        assert dt.datetime.fromisoformat(entry.updated) == change.at


def test_a_step_says_why_and_by_which_evidence_and_a_correction_what_it_corrects(client, story):
    said = {
        entry.title.split(":")[0]: entry.summary
        for entry in atom(client, "/en/feeds/changes.atom").entries
    }
    step = said["Under study"]
    for words in (
        'Under study, <time datetime="2026-06-01">1 June 2026</time>',
        "Government says that it is studying it.",
        'href="https://gov.example/1"',
        "正在研究",
    ):
        assert words in step
    assert "Misread." in said["Record voided"]
    assert "Committed, " in said["Record voided"]
    assert "voided" in said["Committed"]
    assert "in other words" in said["Text updated"]


def test_what_a_second_editor_must_confirm_says_so(client, editor):
    proposal = proposals.published(by=editor)
    update = history.record(proposal, Status.DECLINED, by=editor)
    [entry, _published] = atom(client, "/en/feeds/changes.atom").entries
    assert "awaiting confirmation" in entry.summary
    tracking.confirm(update, by=people.user(is_superuser=True))
    [confirmed, stated, _published] = atom(client, "/en/feeds/changes.atom").entries
    assert "confirmed by a second editor" in confirmed.summary
    assert confirmed.title == "Confirms record 2: Set up a silver-economy fund"
    assert "awaiting confirmation" not in stated.summary


def test_of_a_withdrawn_proposal_only_that_and_why_is_told(client):
    proposals.withdrawn(slug="gone", title_en="Not for the public")
    for address in ("/en/feeds/changes.atom", "/en/feeds/changes.atom?proposal=gone"):
        [entry] = atom(client, address).entries
        assert entry.title == "Withdrawn: gone"
        assert entry.summary == "<p>The source was withdrawn.</p>"


def test_of_a_merged_proposal_only_where_it_went_is_told(client, editor):
    into = proposals.published(slug="kept", title_en="A kept fund", by=editor)
    lost = proposals.published(slug="lost", title_en="Not for the public", by=editor)
    merging.merge(lost, into=into, reason_hant="同一建議。", reason_en="The same.", by=editor)
    [entry] = atom(client, "/en/feeds/changes.atom?proposal=lost").entries
    assert entry.title == "Merged: lost"
    assert f'href="{settings.SITE_URL}/en/proposals/kept/">A kept fund</a>' in entry.summary
    publishing.withdraw(Proposal.objects.get(pk=into.pk), reason_hant="錯。", reason_en="Wrong.")
    assert "A kept fund" not in client.get("/en/feeds/changes.atom").content.decode()


def test_the_end_of_a_merged_proposal_reaches_who_follows_the_one_that_took_it_in(client, editor):
    finance = taxonomy.sector("finance", "金融", "Finance")
    into = proposals.published(title_en="A kept fund", sector=finance, by=editor)
    lost = proposals.published(slug="lost", by=editor)
    merging.merge(lost, into=into, reason_hant="同一建議。", reason_en="The same.", by=editor)
    assert "Merged: lost" in titles(atom(client, "/en/feeds/changes.atom?sector=finance"))


def test_no_filter_tells_what_a_withdrawn_proposal_said(client):
    proposals.withdrawn(slug="gone", title_en="Not for the public")
    for query in ("q=public", "sector=ageing", "proposal=gone&instrument=fund"):
        assert atom(client, f"/en/feeds/changes.atom?{query}").entries == []


def test_some_proposals_are_followed_by_name_and_others_left_out(client):
    for slug in ("one", "two", "three"):
        proposals.published(slug=slug, title_en=slug)
    several = "/en/feeds/changes.atom?proposal=one&proposal=two"
    assert titles(atom(client, several)) == ["Published: two", "Published: one"]
    others = "/en/feeds/changes.atom?proposal=-two"
    assert titles(atom(client, others)) == ["Published: three", "Published: one"]
    assert atom(client, several).feed.title == "one, two · Policy Proposal Tracker"


def test_a_draft_is_not_known_by_name(client):
    proposals.draft(slug="secret")
    proposals.published(slug="known")
    response = client.get("/en/feeds/changes.atom?proposal=secret")
    assert response.status_code == 400
    assert response.content.decode() == (
        "proposal: “secret” is not a value of this parameter.\n  Allowed: known\n"
    )


def test_only_the_change_log_takes_a_proposal_by_name(client):
    proposals.published(slug="one")
    assert client.get("/feeds/proposals.atom?proposal=one").status_code == 400


# --- The calendar ----------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "tag"), LANGUAGES.items())
def test_a_calendar_has_what_is_due_and_what_happened_on_whole_days(client, editor, prefix, tag):
    proposal = proposals.published(slug="fund", by=editor)
    history.record(proposal, Status.UNDER_STUDY, effective_on=dt.date(2026, 6, 1), by=editor)
    proposal.refresh_from_db()

    found = events(client, f"{prefix}/feeds/deadlines.ics")

    host = "localhost"
    assert set(found) == {f"fund/check@{host}", f"fund/1@{host}", f"fund/2@{host}"}
    due, step = found[f"fund/check@{host}"], found[f"fund/2@{host}"]
    assert due["DTSTART"].dt == proposal.next_check_on
    assert step["DTSTART"].dt == dt.date(2026, 6, 1)
    status = {"": "研究中", "/zh-hans": "研究中", "/en": "Under study"}[prefix]
    assert str(step["SUMMARY"]).startswith(status)
    for event in (due, step):
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["SEQUENCE"] == proposal.change_seq
        second = proposal.updated_at.replace(microsecond=0)
        assert event["DTSTAMP"].dt.replace(microsecond=0) == second
        assert event["LAST-MODIFIED"].dt.replace(microsecond=0) == second
        assert str(event["URL"]) == f"{settings.SITE_URL}{prefix}/proposals/fund/"


def test_a_calendar_is_written_as_calendars_are(client):
    proposals.published(title_hant="長" * 300)
    content = client.get("/feeds/deadlines.ics").content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    found = calendar(client)
    assert str(found["X-WR-CALNAME"]) == says("Policy Proposal Tracker")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in content
    assert str(found.events[0]["SUMMARY"]).endswith("長" * 300)


def test_only_steps_that_hold_and_have_a_day_are_in_the_calendar(client, editor):
    proposal = proposals.published(slug="fund", by=editor)
    month = {"effective_on": dt.date(2026, 6, 1), "effective_on_precision": Precision.MONTH}
    history.record(proposal, Status.NOTED, **month, by=editor)
    wrong = history.record(proposal, Status.COMMITTED, effective_on=dt.date(2026, 7, 2), by=editor)
    tracking.void(wrong, reason_hant="看錯了。", by=editor)
    history.record(proposal, Status.DECLINED, effective_on=dt.date(2026, 7, 3), by=editor)
    assert set(events(client)) == {"fund/check@localhost", "fund/1@localhost"}


def test_a_calendar_of_the_past_has_no_later_steps(client, editor):
    proposal = proposals.published(slug="fund", by=editor, proposed_on=dt.date(2026, 5, 1))
    by_then = timezone.now().isoformat().replace("+", "%2B")
    history.record(proposal, Status.COMMITTED, effective_on=dt.date(2026, 7, 2), by=editor)
    address = "/en/feeds/deadlines.ics"
    assert set(events(client, address)) == {f"fund/{n}@localhost" for n in ("check", 1, 2)}
    for clock in ("as_of=2026-07-01", f"known_at={by_then}"):
        found = events(client, f"{address}?{clock}")
        assert set(found) == {"fund/check@localhost", "fund/1@localhost"}
        assert str(found["fund/check@localhost"]["DESCRIPTION"]) == "Proposed"


def test_a_calendar_has_a_number_of_events_at_the_most_those_due_first(client, editor, monkeypatch):
    monkeypatch.setattr(deadlines, "MOST", 1)
    later, sooner = proposals.published(slug="later"), proposals.published(slug="sooner")
    today = timezone.localdate()
    for proposal, days in ((later, 20), (sooner, 10)):
        due = today + dt.timedelta(days=days)
        tracking.check(proposal, checked_on=today, next_check_on=due, by=editor)
    found = calendar(client, "/en/feeds/deadlines.ics")
    assert [str(event["UID"]) for event in found.events] == [
        "sooner/check@localhost",
        "sooner/1@localhost",
    ]
    assert (
        str(found["X-WR-CALDESC"]) == "The 1 checks due first, and the 1 latest steps with a day."
    )
