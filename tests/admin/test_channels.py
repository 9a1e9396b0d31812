"""Channels at the desk: registered, tried without taking in, sent elsewhere and polled."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals import outgoing
from proposals.channels import polling
from proposals.choices import ChannelFault, ItemState
from proposals.manners import asking
from proposals.models import Channel, ChannelItem, Document, readable
from tests.channels.site import article, item, rss, serving
from tests.factories import channels
from tests.receiver import this_machine

pytestmark = pytest.mark.django_db

LIST = "/admin/proposals/channel/"
ADD = f"{LIST}add/"
ITEMS = "/admin/proposals/channelitem/"
TYPED = {
    "label": "新聞公報",
    "is_active": "on",
    "kind": "feed",
    "url": "https://gov.example/feed.xml",
    "pattern": "",
    "document_kind": "press_release",
    "publisher": "",
    "since": "",
    "silent_after": "7",
}


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(outgoing, "is_public", this_machine)
    monkeypatch.setattr(asking, "PAUSE", dt.timedelta(0))
    with serving() as site:
        yield site


def change(channel):
    return f"{LIST}{channel.pk}/change/"


def test_an_editor_registers_one_and_it_is_due_at_once(editor):
    answer = editor.post(ADD, TYPED)
    assert answer.status_code == 302
    channel = Channel.objects.get()
    assert channel.registered_by == editor.user
    assert channel.host.name == "gov.example"
    assert Channel.objects.due(timezone.now()).get() == channel


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "page"}, "pattern"),
        ({"url": "ftp://gov.example/"}, "url"),
        ({"url": "https://me:secret@gov.example/"}, "url"),
        ({"url": "http://127.0.0.1/feed"}, "url"),
        ({"url": "http://intranet/feed"}, "url"),
        ({"silent_after": "0"}, "silent_after"),
        ({"label": ""}, "label"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(editor, typed, field):
    page = editor.post(ADD, TYPED | typed)
    assert list(page.context["adminform"].form.errors) == [field]
    tried = editor.post(ADD, TYPED | typed | {"_try": "1"})
    assert list(tried.context["form"].errors) == [field]
    assert not Channel.objects.exists()


def test_an_address_is_registered_once(editor):
    channels.channel(TYPED["url"])
    [said] = editor.post(ADD, TYPED).context["adminform"].form.non_field_errors()
    assert said == "這個網址連同這個連結格式已經登記。請開啟該渠道。"
    assert editor.post(ADD, TYPED | {"pattern": "*.htm"}).status_code == 302


def test_trying_shows_what_would_be_taken_in_and_takes_nothing(editor, site):
    site.put("/fund.html", article("設立銀髮基金"))
    feed = rss(item(site.url("/fund.html"), "設立銀髮基金"), item(site.url("/old.html"), "舊聞"))
    typed = TYPED | {"url": site.put("/feed", feed), "pattern": "*/fund*", "_try": "1"}
    page = editor.post(ADD, typed)
    assert [entry.title for entry in page.context["found"].fresh] == ["設立銀髮基金"]
    assert "舊聞" not in page.text
    assert site.paths == ["/feed"]
    assert not Channel.objects.exists()
    # Once it is registered and read, nothing of it is new.
    editor.post(ADD, TYPED | {"url": typed["url"], "pattern": "*/fund*"})
    polling.poll(this_machine)
    channel = Channel.objects.get()
    again = editor.post(change(channel), typed | {"label": "別名"})
    assert (again.context["found"].fresh, again.context["found"].known) == ([], 1)
    assert Channel.objects.get().label == "新聞公報"


def test_trying_says_what_is_wrong_with_the_address(editor, site, monkeypatch):
    page = editor.post(f"/en{ADD}", TYPED | {"url": site.url("/none"), "_try": "1"})
    assert "Answered with an error: 404" in page.text
    # A name that leads inside is found out when it is looked up, and said in each language.
    inside = TYPED | {"url": "http://inside.gov.example/", "_try": "1"}
    monkeypatch.setattr(readable, "leads_inside", lambda _host: False)
    addresses = [(2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_asked, **_how: addresses)
    assert "Not a public address" in editor.post(f"/en{ADD}", inside).text
    assert "並非公開網址" in editor.post(ADD, inside).text
    assert "并非公开网址" in editor.post(f"/zh-hans{ADD}", inside).text


def test_one_that_is_sent_elsewhere_forgets_what_it_knew_of_the_other(editor):
    known = {"etag": '"a"', "moved_to": "https://gov.example/new", "content_hash": "x"}
    fault = {"failures": 1, "failing_since": timezone.now(), "fault": ChannelFault.STATUS}
    later = timezone.now() + dt.timedelta(days=1)
    channel = channels.channel(TYPED["url"], next_poll_at=later, **known, **fault)
    editor.post(change(channel), TYPED | {"label": "別名"})
    channel.refresh_from_db()
    assert (channel.label, channel.etag, channel.next_poll_at) == ("別名", '"a"', later)
    editor.post(change(channel), TYPED | {"url": "https://other.example/feed"})
    channel.refresh_from_db()
    assert (channel.etag, channel.moved_to, channel.fault) == ("", "", "")
    assert channel.host.name == "other.example"
    assert channel.next_poll_at <= timezone.now()


def test_its_page_and_list_say_how_it_is_doing(editor):
    now = timezone.now()
    answers = channels.channel(label="答", succeeded_at=now, new_at=now)
    channels.item(answers)
    channels.item(answers, state=ItemState.WAITING)
    failing = {
        "failures": 3,
        "failing_since": now,
        "fault": "no_answer",
        "fault_detail": "timed out",
    }
    channel = channels.channel("https://gov.example/2", label="敗", **failing)
    shown = editor.get(f"/en{LIST}").text
    assert "channel-answers" in shown
    assert "channel-failing" in shown
    assert "channel-unread" not in shown
    assert f"/en{ITEMS}?channel__id__exact={answers.pk}&amp;state__exact=waiting" in shown
    assert "No answer: timed out" in editor.get(f"/en{change(channel)}").text
    unread = channels.channel("https://gov.example/3", label="新")
    assert "Not read yet" in editor.get(f"/en{change(unread)}").text


def test_its_page_says_how_many_are_left_to_take_in_and_whether_more_stands_there(editor):
    channel = channels.channel(succeeded_at=timezone.now(), content_hash="whole")
    for _ in range(2):
        channels.item(channel, state=ItemState.WAITING)
    waiting = f'state__exact=waiting">2</a>{"{}"}</div>'
    assert waiting.format("") in editor.get(f"/en{change(channel)}").text
    Channel.objects.update(content_hash="")
    more = " and what is not noted yet; each poll notes up to 1000."
    assert waiting.format(more) in editor.get(f"/en{change(channel)}").text


@pytest.mark.parametrize("count", [2, 4])
def test_the_list_costs_the_same_however_long_it_is(editor, count, django_assert_num_queries):
    for n in range(count):
        channels.item(channels.channel(f"https://gov.example/{n}"))
    # Session, account, its rights in two; the count, the facets, the rows; the channels to choose.
    for address, queries in ((LIST, 8), (ITEMS, 11)):
        with django_assert_num_queries(queries):
            editor.get(address)


def test_polling_now_makes_it_due_and_a_resting_one_is_left(editor):
    later = timezone.now() + dt.timedelta(days=1)
    active = channels.channel("https://gov.example/1", next_poll_at=later)
    rests = channels.channel("https://gov.example/2", next_poll_at=later, is_active=False)
    sent = {"action": "poll_now", "_selected_action": [active.pk, rests.pk]}
    editor.post(LIST, sent)
    assert Channel.objects.get(pk=active.pk).next_poll_at <= timezone.now()
    assert Channel.objects.get(pk=rests.pk).next_poll_at == later


def test_what_was_given_up_can_be_tried_again(editor, contributor):
    gone = channels.item(state=ItemState.FAILED, fault=ChannelFault.STATUS, tries=8)
    sent = {"action": "try_again", "_selected_action": [gone.pk]}
    contributor.post(ITEMS, sent)
    assert ChannelItem.objects.get().state == ItemState.FAILED
    editor.post(ITEMS, sent)
    again = ChannelItem.objects.get()
    assert (again.state, again.tries, again.fault) == (ItemState.WAITING, 0, "")


def test_a_channel_that_is_deleted_leaves_its_documents(editor, site):
    site.put("/fund.html", article("設立銀髮基金"))
    url = site.put("/feed", rss(item(site.url("/fund.html"), "設立銀髮基金")))
    channel = channels.channel(url)
    polling.poll(this_machine)
    editor.post(f"{LIST}{channel.pk}/delete/", {"post": "yes"})
    assert not Channel.objects.exists()
    assert Document.objects.count() == 1
