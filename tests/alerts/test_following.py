"""Each subscriber is told of each change that concerns them, once, and of nothing else."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.http import QueryDict
from django.utils import timezone

from proposals import tracking
from proposals.alerts import following, sending
from proposals.choices import Cadence, EndedBy, MailKind
from proposals.editing import merging, publishing
from proposals.models import Change, Delivery, Proposal, StatusUpdate, Subscription
from proposals.models.subscriptions import ENDED_KEPT, MAILS_KEPT, UNCONFIRMED_KEPT
from tests.factories import history, people, proposals, taxonomy
from tests.factories.subscriptions import confirmed, digest, later, unconfirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return people.user(is_superuser=True)


def prepare(now=None):
    return following.prepare(now or timezone.now())


def told(subscription):
    """The slugs of what each mail to the subscriber tells, mail by mail."""
    slugs = dict(Proposal.objects.values_list("pk", "slug"))
    mails = subscription.deliveries.filter(kind=MailKind.DIGEST).order_by("pk")
    return [[slugs[pk] for pk in delivery.proposal_ids] for delivery in mails]


def sent():
    """What was handed over, as a mail program reads it."""
    sending.deliver()
    return [message_from_bytes(m.message().as_bytes(), policy=policy.default) for m in mail.outbox]


def body(message):
    return message.get_content()


# --- Who is told of what ----------------------------------------------------------------------


def test_what_is_published_is_told_to_those_whose_filter_it_matches():
    everything, housing = confirmed(), confirmed(query="sector=housing")
    not_ageing = confirmed(query="sector=-ageing")
    searching = confirmed(query=QueryDict("q=公屋").urlencode())
    silver = proposals.published()
    homes = proposals.published(
        sector=taxonomy.sector("housing", "房屋", "Housing"), title_hant="加快興建公屋"
    )
    assert prepare() == 4
    assert told(everything) == [[homes.slug, silver.slug]]
    assert told(housing) == told(not_ageing) == told(searching) == [[homes.slug]]


def test_nothing_is_told_twice_however_often_it_is_looked_at():
    subscription = confirmed()
    first = proposals.published()
    assert [prepare(), prepare()] == [1, 0]
    second = proposals.published()
    assert [prepare(), prepare()] == [1, 0]
    assert told(subscription) == [[first.slug], [second.slug]]
    ranges = subscription.deliveries.order_by("pk").values_list("after_seq", "upto_seq")
    assert ranges[0][1] == ranges[1][0]


def test_what_was_published_before_the_confirmation_is_not_told():
    proposals.published()
    subscription = confirmed()
    assert prepare() == 0
    assert told(subscription) == []


def test_who_has_not_confirmed_or_has_ended_is_told_nothing():
    unconfirmed()
    confirmed().end(EndedBy.READER)
    proposals.published()
    assert prepare() == 0


def test_one_proposal_can_be_followed(editor):
    followed, other = proposals.published(), proposals.published()
    subscription = confirmed(proposal=followed)
    for proposal in (followed, other):
        history.record(proposal, by=editor)
    prepare()
    assert told(subscription) == [[followed.slug]]


def test_who_follows_a_proposal_follows_what_it_is_merged_into(editor):
    followed, into, last = (proposals.published() for _ in range(3))
    subscription = confirmed(proposal=followed)
    merging.merge(followed, into=into, reason_hant="相同", by=editor)
    prepare()
    merging.merge(into, into=last, reason_hant="相同", by=editor)
    prepare()
    history.record(last, by=editor)
    prepare()
    assert set(told(subscription)[0]) >= {followed.slug}
    assert told(subscription)[-1] == [last.slug]


def test_what_leaves_a_filter_by_its_status_is_told_once_more(editor):
    proposal = proposals.published()
    waiting = confirmed(query="status=proposed")
    not_studied = confirmed(query="status=-under_study")
    since = confirmed(query="status=proposed&status_since_before=2026-05-31")
    studied = confirmed(query="status=under_study")
    history.record(proposal, by=editor)
    assert prepare() == 4
    history.record(proposal, effective_on=dt.date(2026, 6, 2), by=editor)
    assert prepare() == 1
    assert len(told(studied)) == 2
    assert [told(s) for s in (waiting, not_studied, since)] == [[[proposal.slug]]] * 3


def test_a_record_made_before_the_last_change_read_but_told_after_it_is_not_missed(editor):
    """Its author waited for another at the lock of the log."""
    proposal, other = proposals.published(), proposals.published()
    subscription = confirmed(query="status=proposed")
    tracking.check(other, checked_on=timezone.localdate(), by=editor)
    prepare()
    read_at = Change.objects.get(pk=Change.objects.newest()[0]).at
    update = history.record(proposal, by=editor, recorded_at=read_at - dt.timedelta(microseconds=1))
    assert StatusUpdate.objects.get(pk=update.pk).recorded_at < read_at
    prepare()
    assert told(subscription)[-1] == [proposal.slug]


def test_a_code_that_has_no_public_proposal_left_is_still_read(editor):
    author = people.author()
    proposal = proposals.published(authors=[author])
    subscription = confirmed(query=f"author={author.slug}")
    publishing.withdraw(proposal, reason_hant="出處已撤回。", reason_en="The source was withdrawn.")
    assert prepare() == 1
    assert told(subscription) == [[proposal.slug]]


@pytest.mark.parametrize("before", [0, 1])
def test_drafts_and_what_came_and_went_unseen_are_not_told(before):
    for _ in range(before):
        proposals.published()
    confirmed()
    proposals.draft()
    proposals.withdrawn()
    assert prepare() == 0


def test_a_filter_that_a_later_release_does_not_know_keeps_its_place(caplog):
    broken, sound = confirmed(query="colour=blue"), confirmed()
    proposals.published()
    assert prepare() == 1
    assert f"the filter of subscription {broken.pk} is faulty" in caplog.text
    assert told(sound) != []
    Subscription.objects.filter(pk=broken.pk).update(query="")
    assert prepare() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_however_much_changed(count, django_assert_num_queries):
    confirmed(query="status=proposed&sector=ageing")
    proposals.published()
    prepare()
    for _ in range(count):
        proposals.published()
    # The newest change; then a transaction: the subscription, the moment last read, the first
    # record since, which sectors are in use, the proposals, the mail, the cursor. And one that
    # finds no further.
    with django_assert_num_queries(14):
        assert prepare() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_what_many_follow_is_looked_up_once(count, django_assert_num_queries):
    for _ in range(count):
        confirmed(query="status=proposed&sector=ageing")
    proposals.published()
    # The newest change, what is new (2) of which sector (1), that nobody is left (3); and for each
    # reader a transaction (2), the subscription, the mail, the cursor.
    with django_assert_num_queries(7 + 5 * count):
        assert prepare() == count


@pytest.mark.parametrize("cadence", [Cadence.DAILY, Cadence.WEEKLY])
def test_a_digest_waits_for_its_morning_and_then_tells_all_of_it(cadence):
    now = timezone.now()
    subscription = confirmed(cadence=cadence, now=now)
    first, second = proposals.published(), proposals.published()
    morning = subscription.next_due_at
    assert prepare(morning - dt.timedelta(seconds=1)) == 0
    assert prepare(morning) == 1
    assert told(subscription) == [[second.slug, first.slug]]
    subscription.refresh_from_db()
    days = {Cadence.DAILY: 1, Cadence.WEEKLY: 7}[cadence]
    assert subscription.next_due_at == morning + dt.timedelta(days=days)


def test_a_morning_without_news_sends_nothing_and_is_over():
    subscription = confirmed(cadence=Cadence.DAILY)
    morning = subscription.next_due_at
    assert prepare(morning) == 0
    proposals.published()
    assert prepare(morning + dt.timedelta(hours=1)) == 0
    assert prepare(morning + dt.timedelta(days=1)) == 1


def test_a_mail_lists_fifty_and_knows_how_many_there_are():
    subscription = confirmed()
    original = proposals.published()
    for row in proposals.copies(original, [{} for _ in range(51)]):
        Change.objects.append(row, "published")
    prepare()
    delivery = subscription.deliveries.get()
    assert (len(delivery.proposal_ids), delivery.total) == (50, 52)
    (message,) = sent()
    assert "2 more changed. All of them:" in body(message)
    assert "/en/proposals/?updated_since=" in body(message)


# --- Signing up -------------------------------------------------------------------------------


def wish(**fields):
    given = {"email": "ann@example.com", "language": "en", "cadence": "daily"} | fields
    return Subscription(asked_from=given.pop("asked_from", "192.0.2.1"), **given)


def questions():
    return Delivery.objects.filter(kind=MailKind.CONFIRMATION).count()


def test_a_sign_up_asks_the_mailbox_and_tells_nothing_before_it_answers():
    following.sign_up(wish(), timezone.now())
    proposals.published()
    assert prepare() == 0
    (message,) = sent()
    subscription = Subscription.objects.get()
    assert f"/en/subscribe/confirm/{subscription.key}/" in body(message)


def test_asking_again_before_the_answer_keeps_one_subscription_with_the_newer_wish():
    following.sign_up(wish(), timezone.now())
    following.sign_up(
        wish(email="Ann@example.com", cadence="weekly", language="zh-hans"), timezone.now()
    )
    subscription = Subscription.objects.get()
    assert (subscription.cadence, subscription.language) == ("weekly", "zh-hans")
    assert questions() == 2


def test_who_follows_already_is_told_so_and_stays_as_they_were():
    subscription = confirmed(email="ann@example.com", cadence="immediate")
    following.sign_up(wish(), timezone.now())
    subscription.refresh_from_db()
    assert subscription.cadence == "immediate"
    (message,) = sent()
    assert message["Subject"] == "You already follow this by e-mail"
    assert f"/en/subscribe/{subscription.key}/" in body(message)


def test_one_mailbox_is_asked_five_times_an_hour_whoever_asks():
    for number in range(7):
        following.sign_up(wish(query=f"q={number}", asked_from=f"192.0.2.{number}"), timezone.now())
    assert questions() == 5
    assert Subscription.objects.count() == 5
    Delivery.objects.update(created_at=later(hours=-2))
    following.sign_up(wish(query="q=8"), timezone.now())
    assert questions() == 6


def test_one_address_signs_up_twenty_times_an_hour():
    for number in range(20):
        following.sign_up(wish(email=f"reader{number}@example.com"), timezone.now())
    with pytest.raises(following.TooMany):
        following.sign_up(wish(email="one-more@example.com"), timezone.now())
    following.sign_up(wish(email="other@example.com", asked_from="192.0.2.2"), timezone.now())
    Subscription.objects.update(created_at=later(hours=-2))
    following.sign_up(wish(email="one-more@example.com"), timezone.now())


def test_confirming_twice_begins_once():
    subscription = unconfirmed()
    following.confirm(subscription, timezone.now())
    first = subscription.confirmed_at
    proposals.published()
    following.confirm(subscription, later(hours=1))
    assert subscription.confirmed_at == first
    assert prepare() == 1


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("", ""),
        ("cursor=x&page_size=50&count=1&view=table&ordering=title&updated_since=2026-01-01", ""),
        ("status=noted&sector=&status=-declined", "status=-declined&status=noted"),
        ("specificity=firm&status=noted", "specificity=firm&status=noted"),
        ("status=noted&specificity=firm&status=noted", "specificity=firm&status=noted"),
        ("q=%20%E5%9F%BA%E9%87%91", "q=%E5%9F%BA%E9%87%91"),
    ],
)
def test_a_filter_is_kept_in_one_way_of_writing(written, query):
    assert following.followable(QueryDict(written)) == (query, [])


@pytest.mark.parametrize(
    ("written", "parameter"),
    [
        ("as_of=2026-01-01", "as_of"),
        ("known_at=2026-01-01T00:00:00Z", "known_at"),
        ("colour=blue", "colour"),
        ("status=nothing", "status"),
        ("proposed_after=yesterday", "proposed_after"),
    ],
)
def test_what_cannot_be_followed_is_named(written, parameter):
    _query, faults = following.followable(QueryDict(written))
    assert [fault.parameter for fault in faults] == [parameter]


def test_more_than_can_be_followed_at_once_is_a_fault_of_the_whole():
    _query, faults = following.followable(QueryDict("colour=" + "x" * following.LONGEST_QUERY))
    assert [fault.parameter for fault in faults] == ["colour", ""]


def test_a_draft_s_author_is_not_betrayed_by_what_can_be_followed(db):
    author = people.author()
    proposals.draft(authors=[author])
    _query, faults = following.followable(QueryDict(f"author={author.slug}"))
    assert [fault.parameter for fault in faults] == ["author"]


# --- What is kept, and how long ---------------------------------------------------------------


def test_addresses_are_forgotten_when_there_is_no_reason_to_keep_them():
    now = timezone.now()
    kept = [unconfirmed(), confirmed()]
    old, ended, just_ended = unconfirmed(), confirmed(), confirmed()
    long_ago = now - UNCONFIRMED_KEPT - dt.timedelta(hours=1)
    Subscription.objects.filter(pk__in=[old.pk, kept[1].pk]).update(created_at=long_ago)
    digest(ended)
    ended.end(EndedBy.READER)
    just_ended.end(EndedBy.READER)
    Subscription.objects.filter(pk=ended.pk).update(
        ended_at=now - ENDED_KEPT - dt.timedelta(hours=1)
    )
    assert following.forget(now) == 2
    assert set(Subscription.objects.all()) == {*kept, just_ended}


def test_where_a_sign_up_came_from_is_forgotten_after_a_day():
    now = timezone.now()
    new, old = unconfirmed(asked_from="192.0.2.1"), unconfirmed(asked_from="192.0.2.1")
    Subscription.objects.filter(pk=old.pk).update(created_at=now - dt.timedelta(hours=25))
    following.forget(now)
    held = dict(Subscription.objects.values_list("pk", "asked_from"))
    assert held == {new.pk: "192.0.2.1", old.pk: ""}


def test_mails_long_done_with_are_forgotten_and_open_ones_are_not():
    now = timezone.now()
    done, waiting = digest(), digest()
    done.note_sent()
    Delivery.objects.update(created_at=now - MAILS_KEPT - dt.timedelta(days=1))
    following.forget(now)
    assert list(Delivery.objects.all()) == [waiting]
