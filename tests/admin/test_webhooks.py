"""Webhooks at the desk: registered with a filter, their secret shown once, tried and stopped."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import reverse

from proposals import tasks
from proposals.choices import StoppedBy
from proposals.models import Change, Webhook, WebhookMessage
from proposals.webhooks import preparing
from tests.admin.forms import messages
from tests.factories import proposals
from tests.factories.webhooks import trial, webhook

LIST = "/admin/proposals/webhook/"
ADD = f"{LIST}add/"
LOG = "/admin/proposals/webhookmessage/"

TYPED = {"label": "Dashboard", "url": "https://dashboard.example/hook", "query": ""}


@pytest.fixture
def own(editor):
    return webhook(owner=editor.user)


def change(hook):
    return reverse("admin:proposals_webhook_change", args=[hook.pk])


def act(client, name, *hooks, **options):
    sent = {"action": name, "_selected_action": [hook.pk for hook in hooks]}
    return client.post(LIST, sent, **options)


def test_an_editor_registers_one_and_is_shown_the_secret_once(editor):
    proposals.published()
    page = editor.post(ADD, TYPED)
    hook = Webhook.objects.get()
    assert (hook.owner, hook.label, hook.url) == (editor.user, TYPED["label"], TYPED["url"])
    assert (hook.language, hook.seen_seq) == ("zh-hant", Change.objects.newest()[0])
    assert page.content.decode().count(hook.secret) == 1
    assert "no-store" in page.headers["Cache-Control"]
    for address in (LIST, change(hook), LOG, f"{change(hook)}../history/"):
        assert hook.secret not in editor.get(address, follow=True).content.decode()
    assert not any(hook.secret in str(row.get_decoded()) for row in Session.objects.all())
    assert not any(hook.secret in str(vars(entry)) for entry in LogEntry.objects.all())


def test_the_language_of_its_mails_is_that_in_which_it_was_registered(editor):
    editor.post(f"/en{ADD}", TYPED)
    assert Webhook.objects.get().language == "en"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://tracker.example/en/proposals/?status=noted&sector=ageing&view=table#list",
         "sector=ageing&status=noted"),
        ("?sector=ageing", "sector=ageing"),
        ("sector=ageing&status=", "sector=ageing"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_the_filter_may_be_an_address_of_the_list(editor, typed, kept):
    proposals.published()
    editor.post(ADD, TYPED | {"query": typed})
    assert Webhook.objects.get().query == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("status=gone", ["status", "proposed, noted"]),
        ("colour=red", ["colour"]),
        ("as_of=2026-01-01", ["as_of"]),
    ],
)
def test_a_faulty_filter_is_refused_with_its_remedy(editor, typed, said):
    page = editor.post(f"/en{ADD}", TYPED | {"query": typed})
    (fault, *_more) = page.context["adminform"].form.errors["query"]
    assert [word for word in said if word not in fault] == []
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", ["http://dashboard.example/", "https://me:pw@dashboard.example/"])
def test_a_faulty_address_is_refused(editor, url):
    page = editor.post(ADD, TYPED | {"url": url})
    assert list(page.context["adminform"].form.errors) == ["url"]
    assert not Webhook.objects.exists()


def test_editing_it_leaves_what_the_background_writes(editor, own):
    Webhook.objects.update(seen_seq=77)
    editor.post(change(own), TYPED)
    own.refresh_from_db()
    assert (own.label, own.seen_seq, own.owner) == ("Dashboard", 77, editor.user)


def test_editors_see_their_own_and_administrators_all(editor, own, sign_in):
    other = webhook()
    proposals.published()
    preparing.prepare()
    administrator = sign_in("Administrator")
    assert list(editor.get(LIST).context["cl"].queryset) == [own]
    assert set(administrator.get(LIST).context["cl"].queryset) == {own, other}
    shown = editor.get(LOG).context["cl"].queryset
    assert {message.webhook for message in shown} == {own}
    assert {m.webhook for m in administrator.get(LOG).context["cl"].queryset} == {own, other}
    assert editor.get(change(other)).status_code == 302
    message = reverse("admin:proposals_webhookmessage_change", args=[other.messages.first().pk])
    assert editor.get(message).status_code == 302


@pytest.mark.parametrize("name", ["send_test", "draw_secret", "stop_selected", "resume_selected"])
def test_nobody_acts_upon_that_of_another(editor, own, name):
    other = webhook()
    before = Webhook.objects.filter(pk=other.pk).values().get()
    act(editor, name, other)
    assert Webhook.objects.filter(pk=other.pk).values().get() == before
    assert not WebhookMessage.objects.exists()


def test_an_editor_registers_none_for_another_and_an_administrator_does(editor, chief, sign_in):
    editor.post(ADD, TYPED | {"owner": chief.user.pk})
    sign_in("Administrator").post(ADD, TYPED | {"owner": chief.user.pk})
    owners = [hook.owner for hook in Webhook.objects.order_by("pk")]
    assert owners == [editor.user, chief.user]


def test_a_test_is_written_down_and_the_log_shown(editor, own):
    page = act(editor, "send_test", own, follow=True)
    assert page.request["PATH_INFO"] == LOG
    assert list(page.context["cl"].queryset) == [own.messages.get()]
    assert len(messages(page)) == 1
    assert own.messages.get().change is None


def test_a_new_secret_is_shown_once_and_the_former_kept_for_a_day(editor, own):
    former = own.secret
    page = act(editor, "draw_secret", own)
    own.refresh_from_db()
    assert own.secrets == [own.secret, former]
    assert page.content.decode().count(own.secret) == 1
    assert former not in page.content.decode()
    [entry] = LogEntry.objects.all()
    assert own.secret not in str(vars(entry))


def test_secrets_are_drawn_one_at_a_time(editor, own):
    other = webhook(owner=editor.user)
    page = act(editor, "draw_secret", own, other, follow=True)
    assert len(messages(page)) == 1
    assert Webhook.objects.filter(former_secret="").count() == 2


def test_one_is_stopped_and_resumed_and_the_log_says_by_whom(editor, own):
    for name, stopped_by in (("stop_selected", StoppedBy.HAND), ("resume_selected", "")):
        page = act(editor, name, own, follow=True)
        own.refresh_from_db()
        assert own.stopped_by == stopped_by
        assert len(messages(page)) == 1
    assert [entry.user for entry in LogEntry.objects.all()] == [editor.user] * 2


def test_its_page_offers_what_may_be_done_to_it(editor, own):
    for last in ("stop_selected", "resume_selected"):
        page = editor.get(change(own))
        offered = [name for name, _title in page.context["acts"]]
        assert offered == ["send_test", "draw_secret", last]
        for name in offered:
            assert f'name="action" value="{name}"' in page.content.decode()
        own.stop(StoppedBy.HAND)


def test_an_address_that_is_of_none_leads_back(editor):
    assert editor.get(f"{LIST}none/change/").status_code == 302


def test_they_are_listed_by_state(editor, own):
    stopped = webhook(owner=editor.user)
    stopped.stop(StoppedBy.HAND)
    for state, found in (("live", [own]), ("failing", []), ("stopped", [stopped])):
        assert list(editor.get(LIST, {"state": state}).context["cl"].queryset) == found


def test_the_log_says_what_was_answered_in_a_stranger_s_words_and_runs_none_of_them(editor, own):
    message = trial(own)
    message.note_fault(500, "500 <script>alert(1)</script>")
    assert list(editor.get(LOG, {"state": "failed"}).context["cl"].queryset) == [message]
    assert not editor.get(LOG, {"state": "delivered"}).context["cl"].queryset.exists()
    one = reverse("admin:proposals_webhookmessage_change", args=[message.pk])
    for address in (LOG, one):
        content = editor.get(address).content.decode()
        assert "500 &lt;script&gt;" in content
        assert "<script>alert" not in content
    assert editor.post(one, {"status": 200}).status_code == 403
    assert editor.get(f"{LOG}add/").status_code == 403


def test_nothing_is_deleted_by_hand(sign_in, own):
    administrator = sign_in("Administrator")
    deletion = reverse("admin:proposals_webhook_delete", args=[own.pk])
    assert administrator.post(deletion, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_however_long(editor, count, django_assert_num_queries):
    for _ in range(count):
        trial(webhook(owner=editor.user))
    proposals.published()
    preparing.prepare()
    # The session, the account, its rights in two, the counts for the filter, the rows counted,
    # and the rows.
    for address in (LIST, LOG):
        editor.get(address)
        with django_assert_num_queries(7):
            editor.get(address)


def test_while_the_broker_is_away_a_test_waits(editor, own, monkeypatch, caplog):
    def away():
        raise tasks.OperationalError

    monkeypatch.setattr(tasks.send_webhooks, "delay", away)
    assert act(editor, "send_test", own).status_code == 302
    assert own.messages.open().count() == 1
    assert "the broker is away" in caplog.text
