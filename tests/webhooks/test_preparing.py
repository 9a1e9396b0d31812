"""Each webhook is told of each change that concerns it, once, and of nothing else."""

import threading

import pytest
from django.db import connection

from proposals.choices import StoppedBy
from proposals.editing import merging, publishing
from proposals.models import Change, Webhook, WebhookMessage
from proposals.webhooks import preparing
from tests.factories import history, people, proposals, taxonomy
from tests.factories.webhooks import webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return people.user(is_superuser=True)


def told(hook):
    """The kinds and keys of what is to be told, in order."""
    messages = hook.messages.order_by("change")
    return [(message.change.kind, message.change.key) for message in messages]


def test_without_a_filter_every_change_is_told():
    hook = webhook()
    after = hook.seen_seq
    proposals.published()
    preparing.prepare()
    log = Change.objects.filter(pk__gt=after).order_by("pk").values_list("kind", "key")
    assert told(hook) == list(log)
    assert {kind for kind, _key in log} == {"published", "person", "source"}


def test_with_a_filter_the_changes_of_what_it_finds_are_told(editor):
    ageing, housing = webhook(query="sector=ageing"), webhook(query="sector=housing")
    silver = proposals.published()
    homes = proposals.published(sector=taxonomy.sector("housing", "房屋", "Housing"))
    history.record(homes, by=editor)
    preparing.prepare()
    assert told(ageing) == [("published", silver.slug)]
    assert told(housing) == [("published", homes.slug), ("status", homes.slug)]


def test_what_is_not_published_is_told_to_nobody():
    hooks = [webhook(), webhook(query="sector=ageing")]
    proposals.draft()
    assert preparing.prepare() == 0
    assert [told(hook) for hook in hooks] == [[], []]


def test_what_came_before_it_was_registered_is_not_told():
    proposals.published()
    hook = webhook()
    assert preparing.prepare() == 0
    assert told(hook) == []


def test_a_step_that_leads_out_of_the_filter_is_told(editor):
    proposal = proposals.published()
    hook = webhook(query="status=proposed")
    history.record(proposal, by=editor)
    preparing.prepare()
    assert told(hook) == [("status", proposal.slug)]


def test_a_withdrawal_and_a_merge_are_told(editor):
    withdrawn, merged, successor = (proposals.published() for _ in range(3))
    hook = webhook(query="sector=ageing")
    publishing.withdraw(withdrawn, reason_hant="誤會", reason_en="A misunderstanding")
    merging.merge(merged, into=successor, by=editor, reason_hant="相同")
    preparing.prepare()
    assert [row for row in told(hook) if row[0] in ("withdrawn", "merged")] == [
        ("withdrawn", withdrawn.slug),
        ("merged", merged.slug),
    ]


def test_a_change_is_told_once_however_often_one_looks():
    hook = webhook()
    proposals.published()
    prepared = preparing.prepare()
    assert prepared == hook.messages.count() > 0
    assert preparing.prepare() == 0


def test_a_long_part_of_the_log_is_told_in_parts(monkeypatch):
    monkeypatch.setattr(preparing, "CHANGES_AT_ONCE", 2)
    hooks = [webhook(), webhook(query="sector=ageing")]
    shown = [proposals.published() for _ in range(3)]
    preparing.prepare()
    log = Change.objects.filter(pk__gt=hooks[0].seen_seq).order_by("pk")
    assert list(hooks[0].messages.order_by("pk").values_list("change", flat=True)) == list(
        log.values_list("pk", flat=True)
    )
    assert [key for _kind, key in told(hooks[1])] == [proposal.slug for proposal in shown]


def test_one_that_is_stopped_is_told_nothing_and_goes_on_from_when_it_is_resumed():
    hook = webhook()
    hook.stop(StoppedBy.HAND)
    proposals.published()
    assert preparing.prepare() == 0
    hook.resume()
    assert preparing.prepare() == 0
    later = proposals.published()
    preparing.prepare()
    assert ("published", later.slug) in told(hook)


def test_a_filter_that_cannot_be_read_holds_up_no_other(caplog):
    faulty, other = webhook(query="status_since_after=never"), webhook()
    before = faulty.seen_seq
    proposals.published()
    preparing.prepare()
    faulty.refresh_from_db()
    assert (faulty.seen_seq, told(faulty)) == (before, [])
    assert told(other) != []
    assert f"the filter of webhook {faulty.pk} is faulty" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_that_prepare_at_once_write_each_message_once():
    for _ in range(5):
        webhook()
    for _ in range(3):
        proposals.published()
    changes = Change.objects.filter(pk__gt=Webhook.objects.first().seen_seq).count()

    def work():
        try:
            preparing.prepare()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert WebhookMessage.objects.count() == 5 * changes
