"""What records say of criteria, what a status needs of them, and what is believed when."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from proposals import tracking
from proposals.choices import Status
from proposals.editing import merging
from proposals.models import Assessment, Criterion
from proposals.models.clocks import PRESENT, Moment
from tests import refused
from tests.factories import history, people, proposals

pytestmark = pytest.mark.django_db

JUNE = [dt.date(2026, 6, day) for day in range(1, 29)]


@pytest.fixture
def chief():
    return people.user(is_superuser=True)


@pytest.fixture
def fund(chief):
    """A proposal under way with two criteria."""
    fund = proposals.published(slug="fund", by=chief)
    proposals.criterion(fund, "基金已成立")
    proposals.criterion(fund, "基金已接受申請")
    history.record(fund, Status.IN_DELIVERY, JUNE[1], by=chief)
    return fund


def states(proposal, **moment):
    rows = proposal.criteria.standing().with_state(Moment(**moment) if moment else PRESENT)
    return [row.state for row in rows.order_by("position")]


def test_what_no_record_speaks_of_is_unknown_and_the_latest_record_holds(fund, chief):
    assert states(fund) == ["unknown", "unknown"]
    history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "partly"}, by=chief)
    newest = history.record(fund, Status.IN_DELIVERY, JUNE[6], criteria={1: "met"}, by=chief)
    # Late news of an earlier day.
    late = {1: "not_met", 2: "not_met"}
    history.record(fund, Status.IN_DELIVERY, JUNE[4], criteria=late, by=chief)
    assert states(fund) == ["met", "not_met"]
    assert fund.criteria.with_state().get(position=1).stated_in == newest.pk


def test_a_void_takes_what_its_record_said_with_it(fund, chief):
    history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "partly"}, by=chief)
    mistake = history.record(fund, Status.IN_DELIVERY, JUNE[6], criteria={1: "met"}, by=chief)
    before = mistake.recorded_at
    tracking.void(mistake, reason_hant="記錯。", by=chief)
    assert states(fund) == ["partly", "unknown"]
    assert states(fund, known_at=before) == ["met", "unknown"]


def test_both_clocks_are_asked(fund, chief):
    first = history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "met"}, by=chief)
    second = history.record(fund, Status.IN_DELIVERY, JUNE[4], criteria={1: "partly"}, by=chief)
    assert states(fund, as_of=JUNE[3]) == ["unknown", "unknown"]
    assert states(fund, as_of=JUNE[4]) == ["partly", "unknown"]
    assert states(fund, as_of=JUNE[4], known_at=first.recorded_at) == ["unknown", "unknown"]
    assert states(fund, as_of=JUNE[5], known_at=second.recorded_at) == ["met", "unknown"]


def test_what_was_not_listed_by_then_is_not_among_the_criteria(fund):
    first = fund.criteria.get(position=1)
    assert states(fund, known_at=first.added_at - dt.timedelta(seconds=1)) == []


def test_delivered_needs_every_criterion_met_and_counts_once_confirmed(fund, chief):
    with refused.by_rule("criteria_not_met", field="criteria"):
        history.record(fund, Status.DELIVERED, JUNE[6], criteria={1: "met"}, by=chief)
    history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "met"}, by=chief)
    done = history.record(fund, Status.DELIVERED, JUNE[6], criteria={2: "met"}, by=chief)
    assert states(fund) == ["met", "unknown"]
    confirmation = tracking.confirm(done, by=people.user(is_superuser=True))
    assert states(fund) == ["met", "met"]
    assert states(fund, known_at=done.recorded_at) == ["met", "unknown"]
    assert states(fund, known_at=confirmation.recorded_at) == ["met", "met"]


def test_a_criterion_listed_before_the_second_editor_looks_must_be_met_too(fund, chief):
    done = history.record(fund, Status.DELIVERED, JUNE[6], criteria={1: "met", 2: "met"}, by=chief)
    proposals.criterion(fund, "基金已批出首筆款項")
    with refused.by_rule("criteria_not_met"):
        tracking.confirm(done, by=people.user(is_superuser=True))


@pytest.mark.parametrize("said", [{}, {1: "met"}, {2: "not_met"}, {1: "met", 2: "met"}])
def test_partly_delivered_must_name_what_is_met_and_what_is_not(fund, chief, said):
    with refused.by_rule("criteria_not_named", field="criteria"):
        history.record(fund, Status.PARTLY_DELIVERED, JUNE[6], criteria=said, by=chief)


@pytest.mark.parametrize("said", [{1: "met", 2: "not_met"}, {1: "partly"}])
def test_partly_delivered_that_names_both_is_recorded(fund, chief, said):
    history.record(fund, Status.PARTLY_DELIVERED, JUNE[6], criteria=said, by=chief)
    assert fund.status == Status.PARTLY_DELIVERED


def test_an_override_waives_what_a_status_needs_of_criteria(fund, chief):
    history.record(
        fund, Status.PARTLY_DELIVERED, JUNE[6], override_reason_hant="已核實。", by=chief
    )
    assert fund.status == Status.PARTLY_DELIVERED


def test_a_proposal_without_criteria_needs_none(chief):
    plain = proposals.published(by=chief)
    history.record(plain, Status.IN_DELIVERY, JUNE[1], by=chief)
    assert history.record(plain, Status.PARTLY_DELIVERED, JUNE[2], by=chief)


def test_what_is_not_listed_or_no_state_is_refused(fund, chief):
    with refused.by_rule("unknown_criterion", field="criteria"):
        history.record(fund, Status.IN_DELIVERY, JUNE[6], criteria={3: "met"}, by=chief)
    with refused.by_rule("unknown_criterion_state", field="criteria"):
        history.record(fund, Status.IN_DELIVERY, JUNE[6], criteria={1: "done"}, by=chief)
    assert not Assessment.objects.exists()


def test_what_a_record_said_of_criteria_is_a_part_of_its_fingerprint(fund, chief):
    plain = history.record(fund, Status.IN_DELIVERY, JUNE[5], by=chief)
    before = plain.digest()
    Assessment.objects.create(update=plain, criterion=fund.criteria.first(), state="met")
    assert plain.digest() != before


# --- What the database itself refuses ---------------------------------------------------------


def test_an_assessment_is_neither_altered_nor_deleted_nor_its_criterion(fund, chief):
    history.record(fund, Status.IN_DELIVERY, JUNE[6], criteria={1: "met"}, by=chief)
    for act in (
        lambda: Assessment.objects.update(state="partly"),
        Assessment.objects.all().delete,
        lambda: Criterion.objects.filter(assessments__isnull=False).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert states(fund) == ["met", "unknown"]


def test_an_assessment_is_of_a_criterion_of_its_proposal_in_a_known_state(fund, chief):
    other = proposals.criterion(proposals.published(by=chief))
    update = fund.updates.last()
    with refused.by_database("assessment_of_its_proposal"):
        Assessment.objects.create(update=update, criterion=other, state="met")
    with refused.by_database("assessment_state_known"):
        Assessment.objects.create(update=update, criterion=fund.criteria.first(), state="done")


def test_positions_are_distinct_and_begin_at_one(fund):
    for position, constraint in ((0, "criterion_position_from_one"), (1, "criterion_once")):
        with refused.by_database(constraint):
            Criterion.objects.create(
                proposal=fund, position=position, text_hant="準則", text_en="Criterion"
            )


# --- Merges -----------------------------------------------------------------------------------


def test_a_merge_brings_criteria_to_who_has_none_and_a_split_takes_them_away(fund, chief):
    history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "met"}, by=chief)
    into = proposals.published(slug="into", by=chief)
    merging.merge(fund, into=into, reason_hant="同一建議。", by=chief)
    assert states(into) == ["met", "unknown"]
    kinds = list(into.changes.order_by("seq").values_list("kind", flat=True))
    assert kinds[-1] == "updated"
    merging.split(fund, reason_hant="並非同一建議。", by=chief)
    assert states(into) == []
    assert states(fund) == ["met", "unknown"]
    assert into.criteria.count() == 1  # what a record speaks of stays for it


def test_a_merge_leaves_a_list_that_is_there_as_it_is(fund, chief):
    history.record(fund, Status.IN_DELIVERY, JUNE[5], criteria={1: "met"}, by=chief)
    into = proposals.published(slug="into", by=chief)
    proposals.criterion(into, "另一準則")
    merging.merge(fund, into=into, reason_hant="同一建議。", by=chief)
    assert states(into) == ["unknown"]
