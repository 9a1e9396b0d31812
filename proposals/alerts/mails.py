"""What the mails say, in the language of who gets them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from email.charset import BASE64, Charset
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from proposals.alerts.reminding import LISTED, titled, told
from proposals.choices import ChangeKind, MailKind, Status, SuggestionState
from proposals.dates import written_day
from proposals.demonstration import mark
from proposals.models import Change, Delivery, Proposal, Subscription, Suggestion, Webhook

TITLE_IN_SUBJECT = 80

# In seven bits, which no server on the way has a reason to rewrite: a signature over it holds.
IN_SEVEN_BITS = Charset("utf-8")
IN_SEVEN_BITS.body_encoding = BASE64


@dataclass(frozen=True)
class Entry:
    """What a mail says of one proposal."""

    title: str
    said: list[str]
    address: str


def compose(delivery: Delivery) -> EmailMessage:
    """The mail as it is to be handed over now. Costs two queries for a digest, and one more
    where it has no room for all."""
    if (webhook := delivery.webhook) is not None:
        with translation.override(webhook.language):
            return _mail(delivery, webhook.owner.email, *_stopped(webhook))
    if (told := delivery.suggestion) is not None:
        with translation.override(told.language):
            return _mail(delivery, told.email, *_about_suggestion(delivery.kind, told))
    if (editor := delivery.editor) is not None:
        with translation.override(editor.reminder.language):
            return _mail(delivery, editor.email, *_waiting(editor))
    subscription = cast("Subscription", delivery.subscription)
    with translation.override(subscription.language):
        if delivery.kind == MailKind.CONFIRMATION:
            subject, body = _question(subscription)
        else:
            subject, body = _digest(delivery, subscription)
        return _mail(delivery, subscription.email, subject, body, **_way_out(subscription))


def _mail(
    delivery: Delivery, address: str, subject: str, body: str, **headers: str
) -> EmailMessage:
    headers |= {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    if mark():
        subject, body = f"[{mark()}] {subject}", f"{mark()}\n\n{body}"
    # One line, whatever was printed.
    subject = " ".join(subject.split())
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    message.encoding = IN_SEVEN_BITS
    return message


def _way_out(subscription: Subscription) -> dict[str, str]:
    return {
        "List-Id": f"<alerts.{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{link('subscription-end', subscription.key)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def link(name: str, *arguments: str) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)


def _stopped(webhook: Webhook) -> tuple[str, str]:
    subject = _pair(gettext("A webhook of yours was stopped"), webhook.label or webhook.url)
    context = {
        "webhook": webhook,
        "last": webhook.messages.exclude(error="").order_by("-pk").first(),
        "changes": link("api:changes"),
        "page": link("admin:proposals_webhook_change", str(webhook.pk)),
    }
    return subject, render_to_string("proposals/mail/webhook_stopped.txt", context)


def _waiting(editor: User) -> tuple[str, str]:
    parts = [
        {
            "title": part.title,
            "count": count,
            "rows": [titled(row) for row in part.rows[:LISTED]],
            "address": f"{link(f'admin:proposals_{part.changelist}')}?{part.query}",
        }
        for part in told(editor, timezone.now())
        if (count := part.rows.count())
    ]
    context = {
        "parts": parts,
        "desk": link("admin:index"),
        "change": link("admin:reminders"),
    }
    return gettext("What waits for you"), render_to_string("proposals/mail/reminder.txt", context)


def _about_suggestion(kind: str, told: Suggestion) -> tuple[str, str]:
    proposal = told.about
    is_shown = proposal is not None and proposal.is_public
    context = {
        "told": told,
        "is_accepted": told.state == SuggestionState.ACCEPTED,
        "title": proposal.localized("title") if proposal and is_shown else "",
        "address": settings.SITE_URL + proposal.get_absolute_url() if proposal else "",
        "confirm": link("suggestion-confirm", told.key),
    }
    if kind == MailKind.SUGGESTED:
        subject = gettext("Please confirm what you told the editors")
        return subject, render_to_string("proposals/mail/suggested.txt", context)
    subject = gettext("What became of what you told the editors")
    return subject, render_to_string("proposals/mail/decided.txt", context)


def _question(subscription: Subscription) -> tuple[str, str]:
    if subscription.confirmed_at:
        subject = gettext("You already follow this by e-mail")
    else:
        subject = gettext("Please confirm that you want to follow by e-mail")
    is_quoted = subscription.confirmed_at or "q" not in QueryDict(subscription.query)
    context = _about(subscription) | {
        "confirm": link("subscription-confirm", subscription.key),
        "followed": followed(subscription) if is_quoted else _without_words(subscription),
    }
    return subject, render_to_string("proposals/mail/confirmation.txt", context)


def _without_words(subscription: Subscription) -> str:
    """What is to be followed, for a mailbox that has not asked for it: words that a stranger typed
    are not sent there."""
    words = re.escape(" ".join(QueryDict(subscription.query)["q"].split()))
    sentence = subscription.sentence
    rest = re.sub(rf"^[^:：]*[:：] ?[“「]?{words}[”」]?", "", sentence)
    return gettext("a search of your own") + (rest if rest != sentence else "")


def _digest(delivery: Delivery, subscription: Subscription) -> tuple[str, str]:
    entries = _entries(delivery)
    subject = ngettext("%(total)s proposal", "%(total)s proposals", delivery.total) % {
        "total": delivery.total
    }
    if title := next((entry.title for entry in entries if entry.title), ""):
        subject = _pair(subject, Truncator(" ".join(title.split())).chars(TITLE_IN_SUBJECT))
    context = _about(subscription) | {
        "followed": followed(subscription),
        "entries": entries,
        "total": delivery.total,
        "more": (more := delivery.total - len(delivery.proposal_ids)),
        "rest": _rest(delivery, subscription) if more else "",
    }
    return subject, render_to_string("proposals/mail/digest.txt", context)


def _about(subscription: Subscription) -> dict[str, object]:
    return {
        "subscription": subscription,
        "change": link("subscription", subscription.key),
        "end": link("subscription-end", subscription.key),
    }


def followed(subscription: Subscription) -> str:
    """What is followed, in words."""
    if subscription.proposal is not None:
        proposal = subscription.proposal
        # The text of what was withdrawn is not shown again.
        return proposal.localized("title") if proposal.is_public else gettext("one proposal")
    return subscription.sentence or gettext("all proposals")


def _rest(delivery: Delivery, subscription: Subscription) -> str:
    """The list of what a mail has no room for: all that has changed since."""
    since = Change.objects.filter(pk__gt=delivery.after_seq or 0).earliest("pk")
    query = QueryDict(subscription.query, mutable=True)
    query["updated_since"] = since.at.isoformat()
    return f"{link('proposal-list')}?{query.urlencode()}"


def _entries(delivery: Delivery) -> list[Entry]:
    rows = Proposal.objects.select_related("merged_into").in_bulk(delivery.proposal_ids)
    changes = (
        Change.objects.filter(
            pk__gt=delivery.after_seq or 0,
            pk__lte=delivery.upto_seq or 0,
            proposal__in=delivery.proposal_ids,
        )
        .select_related("update__voided_by", "update__confirms__voided_by", "update__confirmation")
        .order_by("pk")
    )
    by_proposal = defaultdict(list)
    for change in changes:
        by_proposal[change.proposal_id].append(change)
    return [_entry(rows[pk], by_proposal[pk]) for pk in delivery.proposal_ids if pk in rows]


def _entry(proposal: Proposal, changes: list[Change]) -> Entry:
    address = settings.SITE_URL + proposal.get_absolute_url()
    successor = proposal.merged_into
    if successor is not None:
        said = gettext("This proposal was merged into another, which proposes the same.")
        if not successor.is_public:
            return Entry("", [said], address)
        return Entry(successor.localized("title"), [said], address)
    if not proposal.is_public:
        reason = proposal.localized("withdrawn_reason")
        said = gettext("A proposal was withdrawn. %(reason)s") % {"reason": reason}
        return Entry("", [said], address)
    happened = dict.fromkeys(_said(proposal, change) for change in changes)
    stands = _pair(gettext("Status"), str(Status(proposal.status).label))
    return Entry(proposal.localized("title"), [*happened, stands], address)


def _said(proposal: Proposal, change: Change) -> str:
    kind, update = ChangeKind(change.kind), change.update
    if kind == ChangeKind.PUBLISHED and change.at == proposal.first_published_at:
        return _pair(gettext("New proposal"), proposal.localized("summary"))
    if update is None:
        return str(kind.label)
    if kind == ChangeKind.VOIDED:
        return _pair(str(kind.label), update.localized("reason"))
    stated = update.confirms or update
    status = stated.get_status_display()
    if hasattr(stated, "voided_by"):
        status = gettext("%(status)s (voided since)") % {"status": status}
    elif update.confirms is not None:
        status = gettext("%(status)s (confirmed by a second editor)") % {"status": status}
    elif stated.awaits_confirmation():
        status = gettext("%(status)s (awaiting confirmation)") % {"status": status}
    if stated.effective_on is not None:
        day = written_day(stated.effective_on, stated.effective_on_precision)
        status = gettext("%(day)s, %(status)s") % {"day": day, "status": status}
    return _pair(status, stated.localized("reason"))


def _pair(name: str, value: str) -> str:
    return gettext("%(name)s: %(value)s") % {"name": name, "value": value}
