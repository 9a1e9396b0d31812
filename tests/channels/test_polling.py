"""Channels are read politely, whatever stands there, and by one worker at a time."""

import datetime as dt
import gzip
import threading
import time
from email.utils import format_datetime

import pytest
from django.db import connections
from django.utils import timezone

from proposals.channels import polling
from proposals.choices import ChannelFault, ChannelKind, ItemState
from proposals.manners import asking
from proposals.models import Channel, ChannelItem, Document
from proposals.models.channels import LEASE, LONGEST, SHORTEST
from proposals.models.hosts import Host
from tests.channels.polled import json_feed, poll, rss_of, titles, two_pages
from tests.channels.site import article, item, rss
from tests.factories import channels
from tests.receiver import this_machine

pytestmark = pytest.mark.django_db


# --- Politely ---


def test_it_is_asked_whether_anything_is_new(site):
    fund, _hospital = two_pages(site)
    said = {"ETag": '"one"', "Last-Modified": "Wed, 20 May 2026 00:00:00 GMT"}
    url = site.put("/feed", rss(item(fund, "設立銀髮基金")), headers=said)
    channel = poll(channels.channel(url))
    assert "If-None-Match" not in site.last("/feed")
    before = channel.new_at
    poll(channel)
    asked = site.last("/feed")
    assert asked["If-None-Match"] == '"one"'
    assert asked["If-Modified-Since"] == said["Last-Modified"]
    assert asked["User-Agent"].startswith("PolicyProposalTracker/1 (+http")
    assert (channel.new_at, channel.failures) == (before, 0)


def test_it_is_read_the_oftener_the_more_is_new_within_bounds(site):
    channel = channels.channel(site.put("/feed", rss()))
    intervals = [poll(channel).interval for _ in range(10)]
    assert intervals == sorted(intervals)
    assert intervals[-1] == LONGEST
    assert channel.next_poll_at > timezone.now() + LONGEST - dt.timedelta(minutes=1)
    for n in range(8):
        site.put(f"/{n}.html", article(f"第{n}項措施"))
        site.put("/feed", rss(item(site.url(f"/{n}.html"), f"第{n}項措施")))
        poll(channel)
    assert channel.interval == SHORTEST


def test_what_robots_txt_forbids_is_not_asked_for(site):
    fund, _hospital = two_pages(site)
    site.put("/robots.txt", "User-agent: *\nDisallow: /fund.html\nDisallow: /closed/\n")
    poll(channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金")))))
    [one] = ChannelItem.objects.all()
    assert (one.state, one.fault) == (ItemState.FAILED, ChannelFault.ROBOTS)
    closed = poll(channels.channel(site.put("/closed/feed", rss())))
    assert closed.fault == ChannelFault.ROBOTS
    assert site.paths == ["/feed"]
    # Its rules are read once a day.
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_rules_that_cannot_be_read_allow_nothing_until_they_can(site):
    site.put("/robots.txt", status=503)
    channel = poll(channels.channel(site.put("/feed", rss())))
    assert channel.fault == ChannelFault.ROBOTS_AWAY
    assert site.paths == []
    site.put("/robots.txt", status=404)
    assert poll(channel).fault == ""
    # What was read once holds while the site is away.
    Host.objects.update(robots_read_at=timezone.now() - dt.timedelta(days=2))
    site.put("/robots.txt", status=503)
    assert poll(channel).fault == ""


def test_a_host_is_left_alone_for_as_long_as_its_rules_ask(site):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 20\n")
    poll(channels.channel(site.put("/feed", rss())))
    left = Host.objects.get().free_at - timezone.now()
    assert dt.timedelta(seconds=15) < left <= dt.timedelta(seconds=20)
    other = poll(channels.channel(site.put("/other", rss())))
    assert (other.succeeded_at, other.failures) == (None, 0)


@pytest.mark.slow("two threads poll side by side")
@pytest.mark.django_db(transaction=True)
def test_one_host_is_asked_one_thing_at_a_time(site):
    for n in range(4):
        links = [
            (site.put(f"/{n}-{m}.html", article(f"第{n}{m}項"), stalls=0.05), "項")
            for m in range(2)
        ]
        channels.channel(site.put(f"/feed{n}", rss_of(*links), stalls=0.05))

    def work():
        try:
            polling.poll(this_machine)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who found the host taken comes back later.
    channels.due(*Channel.objects.filter(succeeded_at=None))
    ChannelItem.objects.update(next_try_at=timezone.now())
    polling.poll(this_machine)
    assert Document.objects.count() == 8
    assert len(site.paths) == 12
    assert site.most_at_once == 1


@pytest.mark.parametrize(
    "written", [str, lambda s: format_datetime(timezone.now() + dt.timedelta(seconds=s))]
)
def test_a_host_that_asks_for_peace_gets_it(site, written):
    url = site.put("/feed", status=429, headers={"Retry-After": written(7200)})
    channel = poll(channels.channel(url))
    assert (channel.fault, channel.fault_detail) == (ChannelFault.STATUS, "429")
    until = timezone.now() + dt.timedelta(seconds=7100)
    assert channel.next_poll_at > until
    assert Host.objects.get().free_at > until


def test_after_each_fault_it_waits_twice_as_long(site):
    channel = channels.channel(site.put("/feed", status=500))
    waits = []
    for _ in range(12):
        poll(channel)
        waits.append(round((channel.next_poll_at - timezone.now()) / dt.timedelta(minutes=1)))
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    assert channel.failures == 12
    site.put("/feed", rss())
    poll(channel)
    assert (channel.failures, channel.failing_since, channel.fault) == (0, None, "")


# --- Servers as they are ---


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ({"status": 404}, ChannelFault.STATUS),
        ({"status": 200, "body": "<html><body>不是</body></html>"}, ChannelFault.NO_FEED),
        ({"status": 200, "body": '{"version": "2", "items": []}'}, ChannelFault.NO_FEED),
        ({"status": 200, "body": "{"}, ChannelFault.NO_FEED),
        ({"status": 200, "body": "[" * 9000}, ChannelFault.NO_FEED),
        ({"status": 200, "body": ""}, ChannelFault.NO_FEED),
        ({"drips": True}, ChannelFault.NO_ANSWER),
        ({"stalls": 2}, ChannelFault.NO_ANSWER),
        ({"body": rss() * 9, "breaks": True}, ChannelFault.NO_ANSWER),
        ({"status": 302, "headers": {"Location": "/feed"}}, ChannelFault.NO_ANSWER),
        ({"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, ChannelFault.NO_ANSWER),
        ({"status": 302, "headers": {"Location": "file:///etc/passwd"}}, ChannelFault.NO_ANSWER),
        ({"body": "x", "headers": {"Content-Encoding": "br"}}, ChannelFault.PACKED),
        ({"body": "x", "headers": {"Content-Encoding": "gzip"}}, ChannelFault.PACKED),
        (
            {"body": gzip.compress(rss().encode())[:-9], "headers": {"Content-Encoding": "gzip"}},
            ChannelFault.PACKED,
        ),
        (
            {"body": gzip.compress(b" " * 3_000_000), "headers": {"Content-Encoding": "gzip"}},
            ChannelFault.TOO_LARGE,
        ),
        ({"body": b" " * 3_000_000}, ChannelFault.TOO_LARGE),
        ({"body": rss("<item/>" * 50_001)}, ChannelFault.TOO_LARGE),
    ],
)
def test_a_channel_that_cannot_be_read_says_why(site, monkeypatch, page, fault):
    monkeypatch.setattr(asking, "SECONDS", 1)
    monkeypatch.setattr(asking, "MOST_BYTES", 2_000_000)
    began = time.monotonic()
    channel = poll(channels.channel(site.put("/feed", **page)))
    assert channel.fault == fault
    assert channel.failing_since
    assert time.monotonic() - began < 10


def test_a_packed_feed_is_unpacked(site):
    fund, _hospital = two_pages(site)
    body = gzip.compress(rss(item(fund, "設立銀髮基金")).encode())
    poll(channels.channel(site.put("/feed", body, headers={"Content-Encoding": "gzip"})))
    assert titles() == ["設立銀髮基金"]


def test_a_feed_packed_in_several_pieces_is_read_to_its_end(site):
    links = [(link, title) for link, title in zip(two_pages(site), ("基金", "醫院"), strict=True)]
    feed = rss_of(*links).encode()
    packed = gzip.compress(feed[:300]) + gzip.compress(feed[300:]) + b"\0" * 9
    poll(channels.channel(site.put("/feed", packed, headers={"Content-Encoding": "gzip"})))
    assert titles() == ["基金", "醫院"]


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("big5hkscs", "utf-8", ""),
        ("big5hkscs", "big5", ""),
        ("big5hkscs", "utf-8", "text/xml; charset=utf-8"),
        ("utf-8", "big5", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-16", ""),
    ],
)
def test_a_feed_is_read_in_the_encoding_that_it_has(site, codec, declared, header):
    fund, hospital = two_pages(site)
    rows = [item(fund, "政府設立銀髮基金支持長者"), item(hospital, "政府在北區興建新醫院")]
    body = rss(*rows, encoding=declared).encode(codec)
    headers = {"Content-Type": header} if header else {}
    poll(channels.channel(site.put("/feed", body, headers=headers)))
    assert titles() == ["政府在北區興建新醫院", "政府設立銀髮基金支持長者"]


def test_a_malformed_feed_gives_what_can_be_read_of_it(site):
    fund, hospital = two_pages(site)
    feed = rss(item(fund, "銀髮 & 基金 <b>"), item(hospital, "醫院"))
    channel = poll(channels.channel(site.put("/feed", feed)))
    assert set(ChannelItem.objects.values_list("url", flat=True)) == {fund, hospital}
    assert channel.fault == ""


def test_of_a_feed_that_breaks_off_the_last_item_waits_until_it_is_whole(site):
    fund, hospital = two_pages(site)
    whole = rss(item(fund, "設立銀髮基金"), item(hospital, "興建醫院"))
    cut = whole[: whole.index("/hospital.html") + 5]
    channel = poll(channels.channel(site.put("/feed", cut)))
    assert titles() == ["設立銀髮基金"]
    site.put("/feed", whole)
    poll(channel)
    assert titles() == ["興建醫院", "設立銀髮基金"]


def test_what_stands_behind_the_end_of_a_broken_feed_takes_no_time(site):
    """A pattern that tries each way to read the comments would never come to an end."""
    fund, _hospital = two_pages(site)
    broken = rss(item(fund, "基金")) + "<!-- -->" * 200 + "x"
    poll(channels.channel(site.put("/feed", broken)))
    assert titles() == ["基金"]
    declared = "<?xml" + " " * 3_000_000
    assert poll(channels.channel(site.put("/other", declared))).fault == ChannelFault.NO_FEED


def test_no_entity_of_a_feed_unfolds_or_reads_a_file(site):
    shorter = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    marks = f'<!DOCTYPE r [<!ENTITY e0 "boom">{shorter}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    words = "政府今日宣布設立銀髮基金，並會於年內推行，撥款三十億元。"
    told = (
        f"<item><guid>1</guid><title>基金</title><description>{words}&e8;&f;</description></item>"
    )
    feed = rss(told).replace("<rss", f"{marks}<rss", 1)
    poll(channels.channel(site.put("/feed", feed)))
    assert all(len(text) < 1000 for text in Document.objects.values_list("text", flat=True))
    assert not Document.objects.filter(text__contains="root:").exists()


def test_a_move_for_good_is_remembered_and_another_is_not(site):
    fund, _hospital = two_pages(site)
    site.put("/new", rss(item(fund, "設立銀髮基金")))
    moved = channels.channel(site.put("/old", status=301, headers={"Location": "/new"}))
    lent = channels.channel(site.put("/lent", status=302, headers={"Location": "/new"}))
    assert poll(moved).moved_to == site.url("/new")
    assert poll(lent).moved_to == ""
    site.asked.clear()
    poll(moved)
    assert site.paths == ["/new"]
    assert moved.url == site.url("/old")


def test_no_address_of_this_machine_or_net_is_asked(site):
    channel = channels.channel(site.put("/feed", rss()))
    polling.poll()
    channel.refresh_from_db()
    assert channel.fault == ChannelFault.NO_ANSWER
    assert channel.fault_said() == "沒有回應：並非公開網址"
    assert site.asked == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            ChannelKind.PAGE,
            "<body><a href='/a'>一</a><a href='/b'>二</a><a href='/c'>三</a></body>",
        ),
        (ChannelKind.FEED, json_feed(("/a", "一"), ("/b", "二"), ("/c", "三"))),
    ],
)
def test_what_lists_more_than_anybody_reads_says_so(site, monkeypatch, kind, body):
    monkeypatch.setattr("proposals.channels.listing.MOST_ENTRIES", 2)
    channel = poll(channels.channel(site.put("/list", body), kind=kind, pattern="*"))
    assert channel.fault == ChannelFault.TOO_LARGE
    assert not ChannelItem.objects.exists()


# --- In the time that there is ---


def test_what_is_due_when_the_time_is_over_waits_for_the_next_run(site, monkeypatch):
    channels.channel(site.put("/feed", rss()))
    with monkeypatch.context() as patch:
        patch.setattr(polling, "RUN_FOR", 0)
        assert polling.poll(this_machine) == (0, 0)
    assert site.paths == []
    assert polling.poll(this_machine) == (1, 0)


def test_a_host_that_is_free_soon_is_waited_for(site):
    channel = poll(channels.channel(site.put("/feed", rss())))
    channels.due(channel)
    free_at = timezone.now() + dt.timedelta(seconds=0.5)
    Host.objects.update(free_at=free_at)
    assert polling.poll(this_machine) == (1, 0)
    assert timezone.now() > free_at


# --- Workers that die ---


def test_a_poll_that_was_killed_is_taken_up_again(site):
    fund, _hospital = two_pages(site)
    channel = channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金"))))
    # As a worker that was killed at its work left it.
    claimed = Channel.objects.claim()
    claimed.host.take()
    assert polling.poll(this_machine) == (0, 0)
    assert claimed.next_poll_at > timezone.now() + LEASE - dt.timedelta(seconds=5)
    Host.objects.update(free_at=timezone.now())
    channels.due(channel)
    assert polling.poll(this_machine) == (1, 1)
    # One that slept through its lease writes nothing over what the other wrote.
    claimed.note_fault(ChannelFault.NO_ANSWER, "", {}, dt.timedelta(0))
    channel.refresh_from_db()
    assert channel.fault == ""


def test_a_channel_sent_elsewhere_meanwhile_keeps_nothing_of_the_answer(site):
    fund, _hospital = two_pages(site)
    url = site.put("/feed", rss(item(fund, "設立銀髮基金")), headers={"ETag": '"a"'})
    channels.channel(url)
    claimed, edited = Channel.objects.claim(), Channel.objects.get()
    edited.url = site.put("/other", rss())
    edited.begin_anew()
    edited.save()
    assert not polling.read(claimed, this_machine)
    assert Channel.objects.get().etag == ""
    assert not ChannelItem.objects.exists()
