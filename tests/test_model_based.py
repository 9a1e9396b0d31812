"""Any mixture of what two editors can do to four proposals, held against a slow reference.

`make prove` runs many more of the same.
"""

import copy
import datetime as dt
import os

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from proposals import integrity, merging, policy_events, review, tracking
from proposals.choices import Precision, Status
from proposals.models import (
    Change,
    Check,
    Evidence,
    PolicyEvent,
    Proposal,
    StatusSpan,
    StatusUpdate,
)
from tests.factories import history, people, proposals, sources, taxonomy
from tests.replayed import NEXT, WAITING, Illegal, Story, known_part, require

RUNS = int(os.environ.get("PROOF_RUNS", "50"))
STEPS = 25

# Few days, so that acts meet: before, on and after one another, and one that has not come.
DAYS = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), *(dt.date(2026, 6, d) for d in (1, 2, 15))]
NEVER = dt.date(2999, 1, 1)
PAST = [dt.date(1, 1, 1), *DAYS, NEVER]
ROWS = st.integers(0, 3)
EDITORS = st.sampled_from(["editor", "chief"])
BACK = st.integers(0, 9)
OVERRIDES = st.sampled_from([False, False, False, True])
STATUSES = st.sampled_from(Status.values)
DATES = st.tuples(st.sampled_from([*DAYS * 3, NEVER]), st.sampled_from(["day", *Precision.values]))
WHY = {"reason_hant": "原因。"}


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
        self.stories = [Story() for _ in rows]
        self.moments = [timezone.now()]
        for row, day, story in zip(rows[:3], self.days, self.stories, strict=False):
            review.publish(row, by=self.users["editor"])
            entry = story.add(
                by="editor", status="proposed", day=day, precision="day" if day else ""
            )
            entry.at = row.updates.get().recorded_at
            story.state, story.first_published_at = "published", row.first_published_at
            story.tell("published")
        self.moments.append(timezone.now())


class Desk(RuleBasedStateMachine):
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
        except (tracking.Refusal, policy_events.EventRefused) as refusal:
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
        for pk, kind in Change.objects.order_by("seq").values_list("proposal", "kind"):
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

    # --- what can be done ---

    @rule(row=ROWS, who=EDITORS)
    def publish(self, row, who):
        def expect():
            story = self.stories[row]
            require(story.state != "published")
            if not story.log:
                self.state(row, "proposed", self.days[row], "day", who)
            story.state = "published"
            story.tell("published")

        self.act(expect, lambda: review.publish(self.row(row), by=self.users[who]))

    @rule(row=ROWS, back=st.sampled_from([True, True, False]), who=EDITORS)
    def withdraw(self, row, back, who):
        def expect():
            require(self.stories[row].public)
            self.stories[row].told.append("withdrawn")
            self.stories[row].state = "withdrawn"

        self.act(
            expect,
            lambda: review.withdraw(self.row(row), reason_hant="撤回。", reason_en="Withdrawn."),
        )
        # A desk where all is withdrawn has no more to tell.
        if back and self.stories[row].state == "withdrawn":
            self.publish(row, who)

    @rule(
        row=ROWS,
        status=STATUSES,
        date=st.none() | DATES | DATES | DATES,
        who=EDITORS,
        override=OVERRIDES,
        proven=st.sampled_from([True, True, True, False]),
    )
    def record(self, row, status, date, who, override, proven):
        day, precision = date or (None, "")
        enough = [history.evidence(c) for c in history.ENOUGH]
        self.act(
            lambda: self.state(row, status, day, precision, who, override=override, proven=proven),
            lambda: history.record(
                self.row(row),
                status,
                day,
                effective_on_precision=precision,
                override_reason_hant="例外。" if override else "",
                evidence=enough if proven else [],
                by=self.users[who],
            ),
        )

    @rule(row=ROWS, pick=BACK, who=EDITORS)
    def record_next(self, row, pick, who):
        """A step that fits where it stands; what is picked blindly is mostly refused."""
        date = (self.late(row, pick), "day")
        self.record(row, self.following(row, pick), date, who, False, True)

    def following(self, row, pick):
        codes = sorted(NEXT[self.stories[row].stands()[0]])
        return codes[pick % len(codes)]

    def late(self, row, pick):
        since = self.stories[row].stands()[1] or DAYS[0]
        days = [day for day in DAYS if day >= since] or DAYS[-1:]
        return days[pick % len(days)]

    def state(self, row, status, day, precision, who, **fields):
        return self.stories[row].record(
            status, day, precision, by=who, chief="chief", today=self.today, **fields
        )

    @rule(row=ROWS, back=BACK, who=EDITORS)
    def void(self, row, back, who):
        if length := len(self.stories[row].log):
            number = length - back % length
            self.act(
                lambda: self.stories[row].void(number, by=who),
                lambda: tracking.void(self.update(row, number), **WHY, by=self.users[who]),
            )

    @rule(row=ROWS, back=BACK, who=EDITORS)
    def confirm(self, row, back, who):
        if length := len(self.stories[row].log):
            number = length - back % length
            self.act(
                lambda: self.stories[row].confirm(number, by=who),
                lambda: tracking.confirm(self.update(row, number), by=self.users[who]),
            )

    @rule(row=ROWS, status=st.sampled_from(sorted(WAITING)), pick=BACK, second=EDITORS)
    def record_and_confirm(self, row, status, pick, second):
        first = "editor" if second == "chief" else "chief"
        self.record(row, status, (self.late(row, pick), "day"), first, False, True)
        self.confirm(row, 0, second)

    @rule(row=ROWS, day=st.sampled_from([*DAYS, NEVER]), who=EDITORS)
    def check(self, row, day, who):
        def expect():
            self.stories[row].require_open()
            require(day <= self.today)
            self.stories[row].checks.append(day)
            self.stories[row].tell("checked")

        self.act(expect, lambda: tracking.check(self.row(row), checked_on=day, by=self.users[who]))

    @rule(
        picks=st.lists(st.tuples(ROWS, STATUSES | BACK | BACK, OVERRIDES), max_size=4),
        date=DATES,
        who=EDITORS,
        preview=st.sampled_from([False, False, True]),
    )
    def apply_event(self, picks, date, who, preview):
        steps = [
            (row, what if isinstance(what, str) else self.following(row, what), override)
            for row, what, override in picks
        ]
        day, precision = date[0], date[1]
        happened_on = known_part(day, precision)
        event = PolicyEvent(
            title="施政報告",
            evidence_class="official_document",
            happened_on=happened_on,
            happened_on_precision=precision,
        )
        more = [history.evidence(c) for c in ("source", "concrete_act")]
        faulty, told = [], []

        def expect():
            kept = copy.deepcopy(self.stories)
            for place, (row, status, override) in enumerate(steps):
                try:
                    entry = self.state(row, status, day, precision, who, override=override)
                    entry.event = len(self.events)
                except Illegal:
                    faulty.append(place)
            require(steps and not faulty)
            if preview:
                self.stories = kept

        def do():
            try:
                outcomes = policy_events.apply(
                    event,
                    [
                        policy_events.Step(
                            self.row(row),
                            status,
                            **WHY,
                            override_reason_hant="例外。" if override else "",
                            more_evidence=copy.deepcopy(more),
                        )
                        for row, status, override in steps
                    ],
                    by=self.users[who],
                    preview=preview,
                )
            except policy_events.EventRefused as refused:
                told.extend(sorted(refused.refusals))
                raise
            assert len(outcomes) == len(steps)
            if not preview:
                self.events.append(event.pk)

        before = self.snapshot()
        self.act(expect, do)
        assert told == (faulty if faulty or steps else [0])
        if preview:
            assert self.snapshot() == before
            assert event.pk is None

    @rule(which=st.integers(0, 3), who=EDITORS)
    def undo_event(self, which, who):
        if which >= len(self.events):
            return

        def expect():
            stories = [story for story in self.stories if story.merged_into is None]
            found = [
                (story, entry)
                for story in stories
                for entry in sorted(story.log, key=lambda e: e.place, reverse=True)
                if entry.event == which and entry.number not in {e.voids for e in story.log}
            ]
            require(found)
            for story, entry in found:
                story.void(entry.number, by=who)

        event = PolicyEvent.objects.get(pk=self.events[which])
        self.act(expect, lambda: policy_events.undo(event, **WHY, by=self.users[who]))

    @rule(row=ROWS, into=ROWS, who=st.sampled_from(["chief", "chief", "editor"]))
    def merge(self, row, into, who):
        def expect():
            require(who == "chief" and row != into)
            one, other = self.stories[row], self.stories[into]
            require(one.public and other.public)
            other.take_in(one, row)
            one.told.append("merged")
            one.merged_into = into

        self.act(
            expect,
            lambda: merging.merge(self.row(row), into=self.row(into), **WHY, by=self.users[who]),
        )

    @rule(row=ROWS, who=st.sampled_from(["chief", "chief", "editor"]))
    def split(self, row, who):
        merged = [r for r, story in enumerate(self.stories) if story.merged_into is not None]
        row = merged[row % len(merged)] if merged else row

        def expect():
            story = self.stories[row]
            require(who == "chief" and story.merged_into is not None)
            self.stories[story.merged_into].give_back(row, by=who)
            story.merged_into = None
            story.tell("published")

        self.act(expect, lambda: merging.split(self.row(row), **WHY, by=self.users[who]))

    # --- what must hold ---

    @invariant()
    def it_stands_where_its_log_says(self):
        stands = Proposal.objects.filter(pk__in=self.pks).order_by("pk")
        assert list(
            stands.values_list("status", "status_since", "status_since_precision", "update_count")
        ) == [story.stands() for story in self.stories]

    @invariant()
    def nothing_has_drifted(self):
        assert list(integrity.check()) == []

    @invariant()
    def the_past_is_what_it_was(self):
        """On one of the days and at one of the instants, others at each step."""
        instants = [*self.moments, *(e.at for story in self.stories for e in story.log)]
        turn = len(self.moments)
        instant, day = instants[turn * 7 % len(instants)], PAST[turn % len(PAST)]
        public = Proposal.objects.public()
        for queryset, clocks in (
            (public.as_of(day), {"day": day}),
            (public.known_at(instant), {"instant": instant}),
            (public.as_of(day).known_at(instant), {"day": day, "instant": instant}),
        ):
            stood = {
                pk: story.stood(**clocks)
                for pk, story in zip(self.pks, self.stories, strict=True)
                if story.public
            }
            assert {
                p.pk: (p.shown_status, p.shown_since, p.shown_since_precision) for p in queryset
            } == {pk: then for pk, then in stood.items() if then}


COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {model._meta.db_table})"
    for model in (Change, Check, Evidence, PolicyEvent, StatusSpan, StatusUpdate)
)


@pytest.mark.django_db
def test_whatever_two_editors_do_the_status_is_what_the_log_says():
    Desk.ground = Ground()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
