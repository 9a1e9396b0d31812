import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from tests.factories import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return proposals.draft()


def test_all_checks_of_a_row_are_tried_by_one_query(proposal, django_assert_max_num_queries):
    checks = [c for c in proposal._meta.constraints if isinstance(c, CheckConstraint)]
    assert len(checks) > 10
    # Within a savepoint.
    with django_assert_max_num_queries(3):
        proposal.validate_constraints()


def test_each_check_that_is_broken_is_told(proposal):
    proposal.target_on_precision, proposal.status_since_precision = "month", "month"
    with pytest.raises(ValidationError) as told:
        proposal.validate_constraints()
    assert [
        name
        for name in ("target_on_matches_precision", "status_since_matches_precision")
        if name not in str(told.value)
    ] == []


def test_a_check_of_a_column_that_is_left_out_is_not_tried(proposal):
    proposal.target_on_precision = "month"
    proposal.validate_constraints(exclude={"target_on"})
    with pytest.raises(ValidationError):
        proposal.validate_constraints(exclude={"status_since"})
