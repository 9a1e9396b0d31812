"""What is new at a channel is taken in once, and nothing of it is lost."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from proposals import tasks
from proposals.channels import polling, taking
from proposals.choices import ChannelFault, ChannelKind, ItemState
from proposals.models import Channel, ChannelItem, Document, Matching
from proposals.models.channels import LEASE, LONGEST, SHORTEST
from proposals.models.hosts import Host
from tests.channels.polled import atom, json_feed, poll, rss_of, states, titles, two_pages
from tests.channels.site import article, item, rss
from tests.factories import channels
from tests.receiver import this_machine
from tests.texts import made
from tests.workers import Workers, until
from tracker.celery import app

pytestmark = pytest.mark.django_db


# --- What is taken in ---


@pytest.mark.parametrize("written", [rss_of, atom, json_feed])
def test_what_is_new_in_a_feed_becomes_documents_that_nobody_sees_yet(site, written):
    fund, hospital = two_pages(site)
    body = written((fund, "設立銀髮基金"), (hospital, "興建醫院"))
    channel = poll(channels.channel(site.put("/feed", body)))
    assert titles() == ["興建醫院", "設立銀髮基金"]
    document = Document.objects.get(title_hant="設立銀髮基金")
    assert document.url == fund
    assert document.published_on == dt.date(2026, 5, 20)
    assert document.kind == channel.document_kind
    assert "政府今日宣布設立銀髮基金" in document.text
    assert Matching.objects.due().count() == 2
    assert not Document.objects.public().exists()
    assert (channel.failures, channel.fault) == (0, "")
    assert channel.succeeded_at
    assert channel.new_at


def test_of_a_page_the_links_that_fit_the_pattern_are_taken_in(site):
    fund, _hospital = two_pages(site)
    page = (
        "<html><body><a href='/fund.html#top'><img src='x.png'></a><a href='fund.html'>"
        "設立銀髮基金</a><a href='/hospital.html'>興建醫院</a><a href='/list'>列表</a>"
        "<a href='mailto:a@b.hk'>電郵"
        "</a></body></html>"
    )
    listing = {"kind": ChannelKind.PAGE, "pattern": "*/f*.html"}
    channel = channels.channel(site.put("/list", page), **listing)
    poll(channel)
    assert states() == [("設立銀髮基金", ItemState.TAKEN)]
    assert Document.objects.get().url == fund
    poll(channel)
    assert site.paths.count("/fund.html") == 1
    Channel.objects.update(pattern="*/none*.html", content_hash="")
    channel.refresh_from_db()
    assert poll(channel).fault == ChannelFault.NO_LINKS


def test_what_bears_an_earlier_day_or_does_not_fit_is_left_alone(site):
    fund, hospital = two_pages(site)
    feed = rss(item(fund, "新", day="20 May 2026"), item(hospital, "舊", day="19 May 2026"))
    poll(channels.channel(site.put("/feed", feed), since=dt.date(2026, 5, 20)))
    assert states() == [("新", ItemState.TAKEN)]


def test_an_item_without_an_address_is_taken_in_as_the_feed_has_it(site):
    words = f"&lt;p&gt;政府會設立銀髮基金。&lt;/p&gt;{'政府會聽取意見。' * 9}"
    more = f"<description>{words}</description>"
    one = f"<item><guid>1</guid><title>聲明</title>{more}</item>"
    poll(channels.channel(site.put("/feed", rss(one))))
    document = Document.objects.get()
    assert document.text.count("政府會設立銀髮基金。") == 1
    assert document.url == ""
    assert document.published_on == timezone.localdate()


def test_what_has_neither_an_address_nor_words_is_no_item(site):
    fund, _hospital = two_pages(site)
    poll(
        channels.channel(
            site.put("/feed", rss("<item><title>公布</title></item>", item(fund, "基金")))
        )
    )
    assert states() == [("基金", ItemState.TAKEN)]


def test_of_two_links_to_one_page_the_words_are_its_title_wherever_they_stand(site):
    fund, _hospital = two_pages(site)
    page = f"<body><a href='{fund}'>設立銀髮基金</a><a href='{fund}'><img src='x.png'></a></body>"
    poll(channels.channel(site.put("/list", page), kind=ChannelKind.PAGE, pattern="*"))
    assert states() == [("設立銀髮基金", ItemState.TAKEN)]


def test_an_english_title_is_that_of_both_languages(site):
    fund, _hospital = two_pages(site)
    poll(channels.channel(site.put("/feed", rss(item(fund, "A silver fund")))))
    document = Document.objects.get()
    assert (document.title_hant, document.title_en) == ("A silver fund", "A silver fund")


def test_a_text_that_two_channels_tell_of_is_one_document(site):
    page = article("設立銀髮基金")
    first, second = site.put("/a.html", page), site.put("/b.html", page)
    one = channels.channel(site.put("/one", rss(item(first, "設立銀髮基金"))))
    poll(one)
    poll(channels.channel(site.put("/two", rss(item(second, "銀髮基金")))))
    assert states() == [("設立銀髮基金", ItemState.TAKEN), ("銀髮基金", ItemState.KNOWN)]
    assert Document.objects.get() == ChannelItem.objects.get(title="銀髮基金").document


# --- Each once, and nothing lost ---


def test_a_second_poll_takes_in_nothing_anew(site):
    fund, hospital = two_pages(site)
    feed = rss_of((fund, "設立銀髮基金"), (hospital, "興建醫院"))
    channel = poll(channels.channel(site.put("/feed", feed)))
    site.put("/feed", rss_of((hospital, "興建醫院"), (fund, "設立銀髮基金")))
    poll(channel)
    assert site.paths.count("/fund.html") == 1
    assert Document.objects.count() == 2


def test_ids_that_repeat_lose_nothing_and_bring_nothing_twice(site):
    fund, hospital = two_pages(site)
    same = [item(fund, "設立銀髮基金", name="1"), item(hospital, "興建醫院", name="1")]
    poll(channels.channel(site.put("/feed", rss(*same, *same))))
    assert titles() == ["興建醫院", "設立銀髮基金"]


def test_what_is_too_much_for_one_poll_is_noted_at_the_next_ones(site, monkeypatch):
    monkeypatch.setattr(polling, "MOST_A_POLL", 3)
    links = [(site.put(f"/{n}.html", article(f"第{n}項措施")), f"第{n}項措施") for n in range(8)]
    url = site.put("/feed", rss_of(*links), headers={"ETag": '"a"'})
    channel = poll(channels.channel(url))
    noted = [ChannelItem.objects.count()]
    while noted[-1] < 8:
        # What was noted is taken in meanwhile, and the whole of the feed is asked for again.
        assert channel.etag == ""
        assert channel.next_poll_at < timezone.now() + SHORTEST
        poll(channel)
        noted.append(ChannelItem.objects.count())
    assert noted == [3, 6, 8]
    assert Document.objects.count() == 8
    poll(channel)
    assert site.last("/feed")["If-None-Match"] == '"a"'


def test_an_old_item_that_changes_is_another_document_and_the_first_stays(site):
    fund = site.put("/fund.html", article("設立銀髮基金", "政府會設立一億元的銀髮基金。"))
    channel = poll(channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金")))))
    first = Document.objects.get()
    site.put("/fund.html", article("設立銀髮基金", "政府會設立二億元的銀髮基金。"))
    poll(channel)
    assert Document.objects.count() == 1
    site.put("/feed", rss(item(fund, "設立銀髮基金（更正）")))
    poll(channel)
    second = Document.objects.exclude(pk=first.pk).get()
    assert second.title_hant == f"設立銀髮基金（更正）（{timezone.localdate()} 修訂）"
    assert "二億元" in second.text
    one = ChannelItem.objects.get()
    assert (one.state, one.document, one.revises) == (ItemState.TAKEN, second, first)
    first.refresh_from_db()
    assert "一億元" in first.text


def test_an_old_item_told_otherwise_with_the_same_text_changes_nothing(site):
    fund = site.put("/fund.html", article("設立銀髮基金"))
    channel = poll(channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金")))))
    site.put("/feed", rss(item(fund, "設立銀髮基金 ", more="<category>福利</category>")))
    poll(channel)
    assert site.paths.count("/fund.html") == 1
    site.put("/feed", rss(item(fund, "銀髮基金")))
    poll(channel)
    assert site.paths.count("/fund.html") == 2
    assert Document.objects.count() == 1
    one = ChannelItem.objects.get()
    assert (one.state, one.revises) == (ItemState.TAKEN, None)


@pytest.mark.parametrize(
    ("page", "state", "fault"),
    [
        ({"status": 404}, ItemState.FAILED, ChannelFault.STATUS),
        ({"status": 503}, ItemState.WAITING, ChannelFault.STATUS),
        ({"breaks": True, "body": "x" * 99}, ItemState.WAITING, ChannelFault.NO_ANSWER),
        ({"body": b"GIF89a" + b"\0" * 99}, ItemState.FAILED, ChannelFault.UNREADABLE),
        ({"body": "——"}, ItemState.FAILED, ChannelFault.UNREADABLE),
    ],
)
def test_an_item_that_cannot_be_read_is_tried_again_where_that_may_help(site, page, state, fault):
    fund, hospital = two_pages(site)
    site.put("/fund.html", **page)
    channel = poll(channels.channel(site.put("/feed", rss_of((fund, "基金"), (hospital, "醫院")))))
    one = ChannelItem.objects.get(title="基金")
    assert (one.state, one.fault) == (state, fault)
    # The others are none the worse, and the channel is read.
    assert titles() == ["醫院"]
    assert channel.fault == ""
    tries = 1
    while state == ItemState.WAITING and one.state == state:
        channels.due(channel)
        polling.poll(this_machine)
        one.refresh_from_db()
        tries += 1
    assert (one.state, tries) == (ItemState.FAILED, 8 if state == ItemState.WAITING else 1)


@pytest.mark.parametrize(
    "day", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z", "5"]
)
def test_a_day_that_is_none_holds_up_neither_its_item_nor_another(site, day):
    """Some programs put year 1 for nothing; the database keeps it, and Python cannot read it."""
    fund, hospital = two_pages(site)
    rows = [
        {"id": "1", "url": fund, "title": "基金", "date_published": day},
        {"id": "2", "url": hospital, "title": "醫院"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": rows}
    poll(channels.channel(site.put("/feed", json.dumps(feed)), since=dt.date(2020, 1, 1)))
    assert titles() == ["基金", "醫院"]
    assert set(Document.objects.values_list("published_on", flat=True)) == {timezone.localdate()}


def test_a_day_with_any_offset_is_read(site):
    fund, _hospital = two_pages(site)
    row = {"id": "1", "url": fund, "title": "基金", "date_published": "2026-05-20T20:00:00+16:00"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [row]}
    poll(channels.channel(site.put("/feed", json.dumps(feed)), since=dt.date(2020, 1, 1)))
    assert Document.objects.get().published_on == dt.date(2026, 5, 20)


def test_half_a_character_is_no_fault_of_the_whole_feed(site):
    fund, _hospital = two_pages(site)
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "url": fund, "title": "基金\ud800"}],
    }
    poll(channels.channel(site.put("/feed", json.dumps(feed))))
    assert titles() == ["基金?"]


def test_items_without_a_name_or_an_address_are_told_apart_by_what_they_say(site):
    words = "政府今日宣布設立銀髮基金，並會於年內推行，撥款三十億元。"
    told = [
        f"<item><title>{title}</title><description>{words}{title}。</description></item>"
        for title in ("一", "二")
    ]
    channel = poll(channels.channel(site.put("/feed", rss(*told))))
    assert titles() == ["一", "二"]
    poll(channel)
    assert ChannelItem.objects.count() == 2


def test_plain_text_of_a_json_feed_is_no_mark_up(site):
    words = "政府今日宣布設立銀髮基金，撥款 <三十億元> & 於年內推行，詳情稍後公布。"
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "title": "基金", "content_text": words}],
    }
    poll(channels.channel(site.put("/feed", json.dumps(feed))))
    assert "<三十億元> & 於年內推行" in Document.objects.get().text


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "hex", "no-such"])
def test_an_encoding_that_is_none_is_not_believed(site, charset):
    said = {"Content-Type": f"text/html; charset={charset}"}
    url = site.put("/big5.html", article("設立銀髮基金").encode("big5"), headers=said)
    poll(channels.channel(site.put("/feed", rss(item(url, "基金")))))
    assert titles() == ["基金"]


def test_a_scan_that_takes_long_stays_with_who_reads_it(site, monkeypatch):
    """Each page that is read renews the lease."""
    monkeypatch.setattr("proposals.texts.scans.are_readable", lambda: True)
    monkeypatch.setattr("proposals.texts.scans.must_be_readable", lambda: None)
    left = []

    def slow(_picture):
        left.append(ChannelItem.objects.get().next_try_at - timezone.now())
        return "政府今日宣布設立銀髮基金，並會於年內推行，撥款三十億元。"

    monkeypatch.setattr("proposals.texts.scans.read", slow)
    url = site.put("/scan.pdf", made.pdf("", ""))
    poll(channels.channel(site.put("/feed", rss(item(url, "基金")))))
    assert titles() == ["基金"]
    assert len(left) == 2
    assert min(left) > LEASE - dt.timedelta(seconds=5)


# --- Workers that die ---


def test_an_item_that_was_killed_is_taken_up_again_and_taken_in_once(site):
    fund, _hospital = two_pages(site)
    channel = channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金"))))
    polling.read(Channel.objects.claim(), this_machine)
    slow = ChannelItem.objects.claim()
    assert polling.poll(this_machine) == (0, 0)
    channels.due(channel)
    Channel.objects.update(next_poll_at=timezone.now() + LONGEST)
    assert polling.poll(this_machine) == (0, 1)
    # One that slept through its lease writes nothing over what the other wrote.
    taking.take(slow, this_machine)
    assert Document.objects.count() == 1
    assert ChannelItem.objects.get().state == ItemState.TAKEN


def test_an_item_that_another_worker_has_by_now_is_left_to_it(site):
    fund, _hospital = two_pages(site)
    channels.channel(site.put("/feed", rss(item(fund, "設立銀髮基金"))))
    polling.read(Channel.objects.claim(), this_machine)
    slow = ChannelItem.objects.claim()
    ChannelItem.objects.update(next_try_at=timezone.now() + LONGEST)
    assert not taking.take(slow, this_machine)
    assert not Document.objects.exists()
    assert ChannelItem.objects.get().state == ItemState.WAITING


def test_an_item_that_workers_die_of_is_given_up(site):
    channel = channels.channel(site.put("/feed", rss()))
    channels.item(channel, state=ItemState.WAITING, url=site.put("/x.html", article("題")), tries=8)
    polling.poll(this_machine)
    one = ChannelItem.objects.get()
    assert (one.state, one.fault) == (ItemState.FAILED, ChannelFault.UNREADABLE)
    assert "/x.html" not in site.paths


@pytest.fixture
def workers(transactional_db, broker_folder, tmp_path):
    made = Workers(broker_folder, tmp_path / "workers.log", app="tests.webhooks.loopback")
    app.control.purge()
    yield made
    made.kill()
    app.control.purge()


@pytest.mark.slow("workers are killed while they read")
def test_workers_killed_while_they_read_lose_nothing_and_take_in_nothing_twice(workers, site):
    links = []
    for n in range(3):
        title = f"第{n}項措施"
        links.append((site.put(f"/{n}.html", article(title), stalls=1), title))
    channel = channels.channel(site.put("/feed", rss_of(*links), stalls=1))
    for under_way in ("/feed", "/0.html", "/1.html"):
        workers.start(1)
        tasks.poll_channels.delay()
        until(lambda: under_way in site.paths, workers.log)  # noqa: B023
        workers.kill()
        # The leases of what it had in hand run out.
        Host.objects.update(free_at=timezone.now())
        channels.due(channel)
    workers.start(1)
    tasks.poll_channels.delay()
    until(lambda: Document.objects.count() == 3, workers.log)
    until(lambda: states() == [(title, ItemState.TAKEN) for _link, title in links], workers.log)
    assert Document.objects.count() == 3
    assert Matching.objects.count() == 3
