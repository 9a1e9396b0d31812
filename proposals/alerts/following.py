"""Who follows what by e-mail, and what is new to them since they were last told.

Everything is read from the change log by its cursor. `prepare` writes down who is to be told
what, in one short transaction for each subscription; `proposals.alerts.sending` hands the
mails over. docs/adr/0014 says what is promised.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proposals.choices import MailKind
from proposals.finding.filters import PAGING, SHOWING, ProposalFilter
from proposals.finding.parameters import CodesField, Fault, Known
from proposals.models import Change, Delivery, Proposal, Subscription
from proposals.models.proposals import ProposalQuerySet
from proposals.models.subscriptions import ORIGIN_KEPT, next_morning
from proposals.models.taxonomy import EntryQuerySet

logger = logging.getLogger(__name__)

# What says how a page shows proposals, or that they must have changed, which all that is told has.
AROUND = PAGING | SHOWING | {"ordering", "updated_since"}
# A list of the past never changes, so there is nothing to tell of it.
OF_THE_PAST = ("as_of", "known_at")
LONGEST_QUERY = 4_000

# Where a proposal stands; the rest of the filter reads what keeps no past.
STANDING = {"status", "status_since_after", "status_since_before"}

# One mail lists this many proposals at the most.
LISTED = 50

# In an hour.
SIGN_UPS_FROM_ONE_ADDRESS = 20
QUESTIONS_TO_ONE_MAILBOX = 5
SIGN_UP_LOCK = 0x7375627363726962


class TooMany(ValidationError):
    """More sign-ups came from one address than a reader makes."""

    def __init__(self) -> None:
        super().__init__(
            _("Too many requests came from your network in the last hour. Try again later.")
        )


def followable(data: QueryDict) -> tuple[str, list[Fault]]:
    """The filter of an address without what only shows it, one way of writing it; and why it
    cannot be followed.
    """
    kept = QueryDict(mutable=True)
    for name in sorted(data):
        values = sorted({value.strip() for value in data.getlist(name)} - {""})
        if values and name not in AROUND:
            kept.setlist(name, values)
    query = kept.urlencode()
    faults = list(ProposalFilter(kept, Proposal.objects.public()).faults)
    faults += [
        Fault(name, str(_("A list of the past does not change, so it cannot be followed.")), [])
        for name in OF_THE_PAST
        if name in kept
    ]
    if len(query) > LONGEST_QUERY:
        faults.append(Fault("", str(_("More is chosen than can be followed at once.")), []))
    return query, faults


def sign_up(wanted: Subscription, now: dt.datetime) -> None:
    """Ask the mailbox whether the reader wants this. Nothing tells whether it is known already.

    Raises TooMany, but only of the address that the request came from.
    """
    hour_ago = now - dt.timedelta(hours=1)
    with transaction.atomic():
        # One sign-up at a time, so that two at once are counted as two.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGN_UP_LOCK])
        asked = Subscription.objects.filter(created_at__gt=hour_ago)
        from_there = asked.exclude(asked_from="").filter(asked_from=wanted.asked_from)
        if from_there.count() >= SIGN_UPS_FROM_ONE_ADDRESS:
            raise TooMany
        to_mailbox = Subscription.objects.of_mailbox(wanted.email)
        questions = Delivery.objects.filter(
            subscription__in=to_mailbox, kind=MailKind.CONFIRMATION, created_at__gt=hour_ago
        )
        if questions.count() >= QUESTIONS_TO_ONE_MAILBOX:
            return
        held = (
            to_mailbox.live()
            .select_for_update()
            .filter(query=wanted.query, proposal=wanted.proposal)
            .first()
        )
        if held is None:
            held = wanted
            held.save()
        elif held.confirmed_at is None:
            # Asked again before the answer: the newer wish counts.
            held.language, held.cadence = wanted.language, wanted.cadence
            held.sentence = wanted.sentence
            held.save(update_fields=["language", "cadence", "sentence"])
        Delivery.objects.create(subscription=held, kind=MailKind.CONFIRMATION)


def confirm(subscription: Subscription, now: dt.datetime) -> None:
    """The mailbox says yes: what changes from now on is told. To say it twice does no harm."""
    Subscription.objects.live().filter(pk=subscription.pk, confirmed_at=None).update(
        confirmed_at=now,
        seen_seq=Change.objects.newest()[0],
        next_due_at=next_morning(subscription.cadence, now),
    )
    subscription.refresh_from_db()


# What is new to all that follow the same and were last told of the same change: the proposals
# that a mail lists, and how many there are. Looked up once in a run.
Found = dict[tuple[str, int | None, int], tuple[list[int], int]]


def prepare(now: dt.datetime) -> int:
    """Write down a mail for each subscription to which something is new. Returns how many.

    Safe to repeat and to run twice at once: a subscription that another has in hand is left to
    it, and what is written down moves the cursor in the same transaction.
    """
    upto, last, prepared = Change.objects.newest()[0], 0, 0
    found: Found = {}
    while True:
        with transaction.atomic():
            subscription = (
                Subscription.objects.due(now, upto)
                .filter(pk__gt=last)
                .select_for_update(skip_locked=True)
                .order_by("pk")
                .first()
            )
            if subscription is None:
                return prepared
            last = subscription.pk
            try:
                prepared += _tell(subscription, upto, found)
            except ValidationError as fault:
                # A later release knows the filter otherwise. It keeps its place until mended.
                logger.error("the filter of subscription %s is faulty: %s", last, fault)
                continue
            subscription.seen_seq = max(upto, subscription.seen_seq or 0)
            subscription.next_due_at = next_morning(subscription.cadence, now)
            subscription.save(update_fields=["seen_seq", "next_due_at"])


def _tell(subscription: Subscription, upto: int, found: Found) -> bool:
    after = subscription.seen_seq or 0
    if after >= upto:
        return False
    followed = (subscription.query, subscription.proposal_id, after)
    if followed not in found:
        rows = news(subscription, after, upto).order_by("-change_seq", "-pk")
        pks = list(rows.values_list("pk", flat=True))
        found[followed] = (pks[:LISTED], len(pks))
    listed, total = found[followed]
    if total:
        Delivery.objects.create(
            subscription=subscription,
            kind=MailKind.DIGEST,
            after_seq=after,
            upto_seq=upto,
            proposal_ids=listed,
            total=total,
        )
    return total > 0


def news(subscription: Subscription, after: int, upto: int) -> ProposalQuerySet:
    """The proposals that changed in a range of the log and that the subscription follows."""
    if subscription.proposal_id is None:
        return found_by(subscription.query, after, upto)
    changed, _read_at = _changed(_changes(after, upto), after)
    return changed.filter(pk__in=_successors(subscription.proposal_id))


def found_by(query: str, after: int, upto: int) -> ProposalQuerySet:
    """The proposals that changed in a range of the log and that a filter finds.

    Those whose status led them out of the filter are among them, and those since withdrawn or
    merged of which who has read up to there may have known.
    """
    data, changes = QueryDict(query), _changes(after, upto)
    changed, read_at = _changed(changes, after)
    matching = Q(pk__in=_matching(data, changed).values("pk"))
    if read_at is not None and STANDING & set(data):
        for instant in _moments_before(changes, read_at):
            matching |= Q(pk__in=_matching(data, changed, known_at=instant).values("pk"))
    return Proposal.objects.filter(matching)


def _changes(after: int, upto: int) -> QuerySet[Change]:
    return Change.objects.filter(pk__gt=after, pk__lte=upto)


def _changed(changes: QuerySet[Change], after: int) -> tuple[ProposalQuerySet, dt.datetime | None]:
    """What they are of, so far as a reader of all before them may know of it; and until when
    such a reader has read."""
    read_at = Change.objects.filter(pk=after).values_list("at", flat=True).first()
    changed = Proposal.objects.ever_published().filter(pk__in=changes.values("proposal"))
    if read_at is None:
        return changed.public(), None
    public = Proposal.objects.public().values("pk")
    return changed.filter(Q(pk__in=public) | Q(first_published_at__lte=read_at)), read_at


def _matching(query: QueryDict, rows: ProposalQuerySet, **clock: dt.datetime) -> QuerySet[Proposal]:
    data = query.copy()
    for name, instant in clock.items():
        data[name] = instant.isoformat()
    found = ProposalFilter(data, rows)
    for field in found.form.fields.values():
        if isinstance(field, CodesField):
            # A code was known when it was chosen. Its last proposal may be withdrawn since,
            # and of that the reader is to hear.
            field.known = _Any(**vars(field.known))
    return found.qs.order_by()


class _Any(Known):
    def among(self, codes: set[str]) -> dict[str, str]:
        rows = self.rows and self.rows()
        now = rows.in_use(codes) if isinstance(rows, EntryQuerySet) else {}
        return {code: code for code in codes} | now


def _moments_before(changes: QuerySet[Change], read_at: dt.datetime) -> set[dt.datetime]:
    """When to look where proposals stood before these changes.

    A record is dated when it is made and told when it is committed: one that was made before
    the last change that was read is looked at before it was made, too.
    """
    first = changes.aggregate(at=Min("update__recorded_at"))["at"]
    if first is None or first > read_at:
        return {read_at}
    return {read_at, first - dt.timedelta(microseconds=1)}


def _successors(pk: int) -> list[int]:
    """The proposal and those that it was merged into, one after the other."""
    found = [pk]
    while True:
        rows = Proposal.objects.filter(pk=found[-1]).values_list("merged_into", flat=True)
        successor = rows.first()
        if successor is None or successor in found:
            return found
        found.append(successor)


def forget(now: dt.datetime) -> int:
    """Delete the addresses that there is no reason left to keep. Returns how many."""
    Delivery.objects.to_forget(now).delete()
    Subscription.objects.filter(created_at__lt=now - ORIGIN_KEPT).exclude(asked_from="").update(
        asked_from=""
    )
    _rows, by_model = Subscription.objects.to_forget(now).delete()
    return by_model.get(Subscription._meta.label, 0)
