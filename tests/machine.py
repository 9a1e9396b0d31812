"""What a state machine of the desk stands on: a beginning, and acts done on both sides at once."""

import copy
import datetime as dt

from django.db import connection, transaction
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine

from proposals.editing import publishing
from proposals.models import (
    Change,
    Check,
    Evidence,
    PolicyEvent,
    Proposal,
    StatusSpan,
    StatusUpdate,
)
from proposals.tracking import policy_events, rules
from tests.factories import people, proposals, sources, taxonomy
from tests.replayed import Illegal, Story

# Few days, so that acts meet: before, on and after one another, and one that has not come.
DAYS = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), *(dt.date(2026, 6, d) for d in (1, 2, 15))]

COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {model._meta.db_table})"
    for model in (Change, Check, Evidence, PolicyEvent, StatusSpan, StatusUpdate)
)


class Ground:
    """Two editors and four proposals, three of them public: where every run begins."""

    def __init__(self):
        self.users = {
            "editor": people.user(role="Editor"),
            "chief": people.user(role="Chief editor"),
        }
        self.names = {user.pk: name for name, user in self.users.items()}
        terms = {"source": sources.source(), "sector": taxonomy.sector(), "bodies": []}
        terms["authors"] = [people.author()]
        # The first is undated.
        self.days = [None, dt.date(2026, 1, 1), dt.date(2026, 6, 1), dt.date(2026, 6, 1)]
        rows = [proposals.draft(proposed_on=day, **terms) for day in self.days]
        self.pks = [row.pk for row in rows]
        today = timezone.localdate()
        self.stories = [Story(asked=day, today=today) for day in self.days]
        self.moments = [timezone.now()]
        for row, day, story in zip(rows[:3], self.days, self.stories, strict=False):
            publishing.publish(row, by=self.users["editor"], undated=day is None)
            entry = story.add(
                by="editor", status="proposed", day=day, precision="day" if day else ""
            )
            entry.at = row.updates.get().recorded_at
            story.state, story.first_published_at = "published", row.first_published_at
            story.tell("published")
        self.moments.append(timezone.now())


class Compared(RuleBasedStateMachine):
    """A desk of which the reference keeps account beside the database."""

    ground: Ground

    def __init__(self):
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        for name, value in vars(self.ground).items():
            setattr(self, name, value)
        self.stories, self.moments = copy.deepcopy(self.stories), list(self.moments)
        self.events = []
        self.today = timezone.localdate()

    def teardown(self):
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)

    # --- one act, on both sides ---

    def row(self, row):
        return Proposal.objects.get(pk=self.pks[row])

    def update(self, row, number):
        return self.row(row).updates.get(number=number)

    def act(self, expect, do):
        """`expect` moves the reference, `do` the database: both, or neither with a refusal."""
        before, kept = self.snapshot(), copy.deepcopy((self.stories, self.events))
        began = timezone.now()
        try:
            expect()
            legal = True
        except Illegal:
            self.stories, self.events = kept
            legal = False
        try:
            do()
            refused = None
        except (rules.Refusal, policy_events.EventRefused) as refusal:
            refused = refusal
        assert (refused is None) == legal, refused or "it was not refused"
        if not legal:
            assert self.snapshot() == before
        # What is held to the end of a transaction, now.
        connection.check_constraints()
        self.compare_logs(began)
        self.moments.append(timezone.now())

    def snapshot(self):
        with connection.cursor() as cursor:
            cursor.execute(COUNTS)
            counts = cursor.fetchone()
        return counts, list(Proposal.objects.filter(pk__in=self.pks).order_by("pk").values())

    def compare_logs(self, began):
        logs = {pk: [] for pk in self.pks}
        for update in StatusUpdate.objects.order_by("number").select_related(
            "void_of", "confirms", "copied_from"
        ):
            logs[update.proposal_id].append(update)
        told = {pk: [] for pk in self.pks}
        changes = Change.objects.filter(noun="proposal").order_by("seq")
        for pk, kind in changes.values_list("proposal", "kind"):
            told[pk].append(kind)
        rows = Proposal.objects.filter(pk__in=self.pks).order_by("pk")
        for story, stored in zip(self.stories, rows, strict=True):
            log = logs[stored.pk]
            assert told[stored.pk] == story.told
            assert [self.entry(update) for update in log] == [
                (
                    *(e.number, e.by, e.status, e.day, e.precision, e.override, e.voids),
                    *(e.confirms, e.copy_of is not None and self.pks[e.copy_of]),
                )
                for e in story.log
            ]
            last = began
            for entry, update in zip(story.log, log, strict=True):
                if entry.at is None:
                    assert last <= update.recorded_at <= timezone.now()
                    entry.at = last = update.recorded_at
                assert entry.at == update.recorded_at
            into = story.merged_into
            assert (stored.publication_state, stored.merged_into_id) == (
                story.state,
                None if into is None else self.pks[into],
            )
            if story.state != "draft" and story.first_published_at is None:
                story.first_published_at = stored.first_published_at
            assert story.first_published_at == stored.first_published_at

    def entry(self, update):
        return (
            *(update.number, self.names[update.recorded_by_id], update.status),
            *(update.effective_on, update.effective_on_precision, update.is_override),
            update.void_of and update.void_of.number,
            update.confirms and update.confirms.number,
            update.copied_from is not None and update.copied_from.proposal_id,
        )
