"""Any mixture of what two editors can do to four proposals, held against a slow reference.

`make prove` runs many more of the same.
"""

import copy
import datetime as dt
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from proposals import tracking
from proposals.choices import Precision, Status
from proposals.editing import merging, publishing
from proposals.models import PolicyEvent, Proposal
from proposals.tracking import integrity, policy_events
from tests.factories import history
from tests.machine import DAYS, Compared, Ground
from tests.replayed import NEXT, WAITING, Illegal, known_part, require

RUNS = int(os.environ.get("PROOF_RUNS", "50"))
STEPS = 25

NEVER = dt.date(2999, 1, 1)
PAST = [dt.date(1, 1, 1), *DAYS, NEVER]
ROWS = st.integers(0, 3)
EDITORS = st.sampled_from(["editor", "chief"])
BACK = st.integers(0, 9)
OVERRIDES = st.sampled_from([False, False, False, True])
STATUSES = st.sampled_from(Status.values)
DATES = st.tuples(st.sampled_from([*DAYS * 3, NEVER]), st.sampled_from(["day", *Precision.values]))
WHY = {"reason_hant": "原因。"}


class Desk(Compared):
    @rule(row=ROWS, who=EDITORS)
    def publish(self, row, who):
        def expect():
            story = self.stories[row]
            require(story.state != "published")
            if not story.log:
                self.state(row, "proposed", self.days[row], "day", who)
            story.state = "published"
            story.tell("published")

        self.act(expect, lambda: publishing.publish(self.row(row), by=self.users[who]))

    @rule(row=ROWS, back=st.sampled_from([True, True, False]), who=EDITORS)
    def withdraw(self, row, back, who):
        def expect():
            require(self.stories[row].public)
            self.stories[row].told.append("withdrawn")
            self.stories[row].state = "withdrawn"

        self.act(
            expect,
            lambda: publishing.withdraw(
                self.row(row), reason_hant="撤回。", reason_en="Withdrawn."
            ),
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
        enough = [history.evidence(c, **history.OPENS) for c in history.ENOUGH]
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

    @rule(
        row=ROWS,
        status=st.sampled_from(sorted(WAITING)),
        pick=BACK,
        second=EDITORS,
        overtaken=st.none() | STATUSES,
    )
    def record_and_confirm(self, row, status, pick, second, overtaken):
        """At once, or after something else was recorded of the same day."""
        first, date = "editor" if second == "chief" else "chief", (self.late(row, pick), "day")
        self.record(row, status, date, first, False, True)
        recorded = len(self.stories[row].log)
        if overtaken:
            self.record(row, overtaken, date, second, False, True)
        self.confirm(row, len(self.stories[row].log) - recorded, second)

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
            url=history.OPENS["url"],
            publisher=history.OPENS["publisher"],
            evidence_class="official_document",
            happened_on=happened_on,
            happened_on_precision=precision,
        )
        more = [history.evidence(c, **history.OPENS) for c in ("source", "concrete_act")]
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
                for entry in sorted(
                    story.log, key=lambda e: (e.day or dt.date.min, e.number), reverse=True
                )
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "runs", [3, pytest.param(RUNS, marks=pytest.mark.slow("many runs, to meet what is rare"))]
)
def test_whatever_two_editors_do_the_status_is_what_the_log_says(runs):
    Desk.ground = Ground()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
