import datetime as dt
import re

import pytest
from django.db import connection
from django.utils import timezone

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging
from proposals.web.pages import changes
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

PREFIXES = ["", "/zh-hans", "/en"]


def page(client, address="/en/changes/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_what_was_published_stands_newest_first_day_by_day(client, editor):
    proposal = proposals.published(title_en="A silver fund", by=editor)
    history.record(proposal, Status.UNDER_STUDY, by=editor)
    wrong = history.record(proposal, Status.COMMITTED, effective_on=dt.date(2026, 7, 2), by=editor)
    tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=editor)
    html = page(client)
    day = timezone.localdate().isoformat()
    assert html.count(f'<h2 id="day-{day}">') == 1
    assert re.findall('<span class="kind">(.*?)</span>', html) == [
        *("Record voided", "Status recorded", "Status recorded", "Published")
    ]
    assert html.index("Misread.") < html.index("Under study") < html.index("Asks the government")
    assert html.count("A silver fund</a></h3>") == 4


def test_an_instant_falls_on_a_hong_kong_day(client):
    proposals.published()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE proposals_change SET at = '2026-06-30T17:00:00Z'")
        cursor.execute("SET session_replication_role = origin")
    html = page(client)
    assert '<h2 id="day-2026-07-01">' in html
    assert re.findall("<time .*?</time>", html) == [
        '<time datetime="2026-07-01">1 July 2026</time>',
        '<time datetime="2026-07-01T01:00:00+0800">01:00</time>',
    ]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_not_public_is_not_in_the_log(client, hide, prefix):
    hide()
    html = page(client, f"{prefix}/changes/")
    for title in ("不公開的建議", "不公开的建议", "Not for the public"):
        assert title not in html


def test_what_is_gone_is_told_with_the_reason_or_where_it_went(client, editor):
    proposals.withdrawn(slug="gone")
    into = proposals.published(slug="kept", title_en="A kept fund", by=editor)
    lost = proposals.published(slug="lost", by=editor)
    merging.merge(lost, into=into, reason_hant="同一建議。", reason_en="The same.", by=editor)
    html = page(client)
    assert '<a href="/en/proposals/gone/">Withdrawn proposal <code>gone</code></a>' in html
    assert "<p>The source was withdrawn.</p>" in html
    assert '<a href="/en/proposals/lost/">Merged proposal <code>lost</code></a>' in html
    assert 'It is the same proposal as: <a href="/en/proposals/kept/">A kept fund</a>' in html


def test_a_confirmed_step_is_told_as_one_step_and_its_confirmation(client, editor):
    proposal = proposals.published(slug="fund", title_en="A silver fund", by=editor)
    refusal = history.record(proposal, Status.DECLINED, by=editor)
    tracking.confirm(refusal, by=people.user(is_superuser=True))
    html = page(client, "/en/changes/?proposal=fund")
    assert re.findall('<span class="kind">(.*?)</span>', html) == [
        *("Confirmed", "Status recorded", "Published")
    ]
    assert '<p><a href="/en/proposals/fund/">A silver fund</a></p>' in html
    assert "<code>" not in html


def test_the_one_filter_and_a_name_choose(client):
    proposals.published(slug="bonds", title_en="Silver bonds", sector=taxonomy.sector("finance"))
    proposals.published(slug="fund", title_en="A silver fund")
    for query in ("sector=finance", "proposal=bonds", "q=bonds"):
        html = page(client, f"/en/changes/?{query}")
        assert "Silver bonds" in html
        assert "A silver fund" not in html
        assert f'href="/en/feeds/changes.atom?{query}">Follow these changes' in html


def test_the_page_leads_programs_to_its_feed(client):
    proposals.published(slug="fund")
    html = page(client, "/en/changes/?proposal=fund")
    link = '<link rel="alternate" type="application/atom+xml" title="Changes" href='
    assert f'{link}"/en/feeds/changes.atom?proposal=fund">' in html
    assert f'{link}"/en/feeds/changes.atom">' in page(client)


def test_a_fault_is_named_with_a_way_out(client):
    proposals.published()
    html = page(client, "/en/changes/?proposal=nowhere&sector=ageing", status=400)
    assert "“nowhere” is not a value of this parameter." in html
    assert 'href="/en/changes/?sector=ageing"' in html
    assert "This page marker is not valid here." in page(
        client, "/en/changes/?cursor=nonsense", status=400
    )


def test_nothing_chosen_and_nothing_found_say_so(client):
    assert "Nothing has been published yet." in page(client)
    proposals.published()
    assert "Nothing was published about these." in page(client, "/en/changes/?status=declined")


def test_pages_follow_one_another_without_a_gap(client, monkeypatch):
    monkeypatch.setattr(changes, "PAGE_SIZE", 2)
    for number in range(5):
        proposals.published(title_en=f"Number {number}")
    seen, address = [], "/en/changes/"
    while address:
        response = client.get(address)
        for _day, listed in response.context["days"]:
            seen += [change.proposal.title_en for change in listed]
        address = response.context["next"]
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        proposal = proposals.published(by=people.user(is_superuser=True))
        history.record(proposal, by=editor)
    with django_assert_num_queries(3):  # the newest change, the changes, their evidence
        assert client.get("/changes/").status_code == 200


def test_nobody_writes_to_the_log(client):
    assert client.post("/changes/").status_code == 405
