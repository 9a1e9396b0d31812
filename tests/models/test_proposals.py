import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from proposals.choices import CHECK_INTERVAL_DAYS, Freshness, Status
from proposals.models import Addressee, Attribution, Idea, Proposal
from tests import refused
from tests.factories import history, people, proposals, taxonomy

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 20)
MONTH = dt.date(2026, 5, 1)
YEAR = dt.date(2026, 1, 1)
AT = timezone.now()
IN_LOG = {"first_published_at": AT, "updated_at": AT, "change_seq": 1}
WITHDRAWN = {
    "publication_state": "withdrawn",
    "withdrawn_reason_hant": "出處已撤回。",
    "withdrawn_reason_en": "The source was withdrawn.",
}

TARGET = {
    "target_on": MONTH,
    "target_on_precision": "month",
    "target_title": "施政報告",
    "target_url": "https://www.policyaddress.example/10",
}


def put(proposal, **columns):
    """As raw SQL would write it, past every function of ours."""
    assert Proposal.objects.filter(pk=proposal.pk).update(**columns) == 1


@pytest.mark.parametrize(
    "columns",
    [
        *({"status": status} for status in Status.values),
        {"instrument": "other"},
        {"specificity": "soft"},
        {"publication_state": "published", **IN_LOG},
        {**WITHDRAWN, **IN_LOG},
        {"proposed_on": None, "proposed_on_precision": ""},
        {"proposed_on": DAY, "proposed_on_precision": "day"},
        {"proposed_on": MONTH, "proposed_on_precision": "month"},
        {"proposed_on": YEAR, "proposed_on_precision": "year"},
        {"status_since": None, "status_since_precision": ""},
        {"status_since": DAY, "status_since_precision": "day"},
        {"status_since": MONTH, "status_since_precision": "month"},
        {"status_since": YEAR, "status_since_precision": "year"},
        {"sector": None, "source": None, "instrument": "", "specificity": ""},
        TARGET,
    ],
)
def test_the_database_takes_a_draft_with(columns):
    draft = proposals.draft()
    # Whether the log says so is judged when a transaction ends: this one does not.
    with transaction.atomic():
        put(draft, **columns)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("proposal_status_known", {"status": "adopted"}),
        ("proposal_status_known", {"status": ""}),
        ("proposal_instrument_known", {"instrument": "wish"}),
        ("proposal_specificity_known", {"specificity": "vague"}),
        ("proposal_draft_iff_never_published", {"publication_state": "hidden"}),
        ("proposal_draft_iff_never_published", {"publication_state": "published"}),
        ("proposal_draft_iff_never_published", WITHDRAWN),
        ("proposal_draft_iff_never_published", IN_LOG),
        (
            "proposal_withdrawn_iff_reason",
            {**WITHDRAWN, **IN_LOG, "withdrawn_reason_hant": ""},
        ),
        ("proposal_withdrawn_iff_reason", {**WITHDRAWN, **IN_LOG, "withdrawn_reason_en": ""}),
        ("proposal_withdrawn_iff_reason", {"withdrawn_reason_hant": "出處已撤回。"}),
        ("proposal_withdrawn_iff_reason", {"withdrawn_reason_en": "It was withdrawn."}),
        ("proposal_published_iff_in_change_log", {"updated_at": AT}),
        ("proposal_published_iff_in_change_log", {"change_seq": 1}),
        ("proposal_proposed_on_matches_precision", {"proposed_on_precision": ""}),
        ("proposal_proposed_on_matches_precision", {"proposed_on": None}),
        ("proposal_proposed_on_matches_precision", {"proposed_on_precision": "month"}),
        ("proposal_proposed_on_matches_precision", {"proposed_on_precision": "year"}),
        ("proposal_status_since_matches_precision", {"status_since": DAY}),
        ("proposal_status_since_matches_precision", {"status_since_precision": "day"}),
        (
            "proposal_status_since_matches_precision",
            {"status_since": DAY, "status_since_precision": "month"},
        ),
        (
            "proposal_status_since_matches_precision",
            {"status_since": MONTH, "status_since_precision": "year"},
        ),
        ("proposal_target_on_matches_precision", {**TARGET, "target_on_precision": ""}),
        ("proposal_target_on_matches_precision", {**TARGET, "target_on": DAY}),
        ("proposal_target_with_document", {**TARGET, "target_title": ""}),
        ("proposal_target_with_document", {**TARGET, "target_url": ""}),
        ("proposal_target_with_document", {"target_title": "施政報告"}),
    ],
)
def test_the_database_refuses_a_draft_with(constraint, columns):
    draft = proposals.draft(proposed_on=DAY)
    with refused.by_database(constraint):
        put(draft, **columns)


@pytest.mark.parametrize("column", ["updated_at", "change_seq"])
def test_what_is_published_is_in_the_change_log(column):
    published = proposals.published()
    with refused.by_database("proposal_published_iff_in_change_log"):
        put(published, **{column: None})


@pytest.mark.parametrize(
    "columns", [{"sector": None}, {"source": None}, {"instrument": ""}, {"specificity": ""}]
)
def test_what_is_published_is_placed(columns):
    published = proposals.published()
    with refused.by_database("proposal_public_is_placed"):
        put(published, **columns)


def test_only_what_is_published_is_merged_and_into_another():
    kept, published = proposals.published(), proposals.published()
    put(published, merged_into=kept)
    with refused.by_database("proposal_merged_only_when_published_and_elsewhere"):
        put(kept, merged_into=kept)
    for hidden in (proposals.draft(), proposals.withdrawn()):
        with refused.by_database("proposal_merged_only_when_published_and_elsewhere"):
            put(hidden, merged_into=kept)


def test_a_slug_stands_once():
    draft, other = proposals.draft(), proposals.draft()
    with refused.by_database("proposals_proposal_slug_key"):
        put(other, slug=draft.slug)


def test_an_author_and_a_body_stand_once_on_a_proposal():
    author, body = people.author(), taxonomy.body()
    draft = proposals.draft(authors=[author], bodies=[body])
    other = proposals.draft(authors=[author], bodies=[body])
    with refused.by_database("attribution_once"):
        Attribution.objects.create(proposal=draft, author=author)
    with refused.by_database("addressee_once"):
        Addressee.objects.create(proposal=draft, body=body)
    assert list(other.authors.all()) == [author]


def test_a_body_is_stated_or_inferred():
    draft = proposals.draft(bodies=[])
    Addressee.objects.create(proposal=draft, body=taxonomy.body("lwb"), basis="stated")
    Addressee.objects.create(proposal=draft, body=taxonomy.body("edb"), basis="inferred")
    with refused.by_database("addressee_basis_known"):
        Addressee.objects.create(proposal=draft, body=taxonomy.body("itib"), basis="guessed")


def test_an_idea_stands_once_by_slug():
    proposals.idea("silver-fund")
    with refused.by_database("proposals_idea_slug_key"):
        Idea.objects.create(slug="silver-fund", title_hant="另一", title_en="Another")


def test_the_constraints_tested_here_are_all():
    assert refused.constraints(Idea) == {"proposals_idea_slug_key"}
    assert refused.constraints(Attribution) == {"attribution_once"}
    assert refused.constraints(Addressee) == {"addressee_once", "addressee_basis_known"}
    assert refused.constraints(Proposal) == {
        "proposals_proposal_slug_key",
        "proposal_status_known",
        "proposal_instrument_known",
        "proposal_specificity_known",
        "proposal_draft_iff_never_published",
        "proposal_withdrawn_iff_reason",
        "proposal_merged_only_when_published_and_elsewhere",
        "proposal_published_iff_in_change_log",
        "proposal_public_is_placed",
        "proposal_target_on_matches_precision",
        "proposal_target_with_document",
        "proposal_proposed_on_matches_precision",
        "proposal_proposed_date_or_bounds",
        "proposal_proposed_bounds_in_order",
        "proposal_proposed_inferred_with_reason",
        "proposal_status_since_matches_precision",
    }


def test_public_is_what_is_published_and_not_merged():
    shown = proposals.published()
    proposals.draft()
    proposals.withdrawn()
    proposals.merged(shown)
    assert list(Proposal.objects.public()) == [shown]
    assert [p.is_public for p in Proposal.objects.order_by("pk")] == [True, False, False, False]


def test_public_of_nothing_public_is_nothing():
    proposals.draft()
    assert list(Proposal.objects.public()) == []
    assert list(Proposal.objects.public().search("銀髮")) == []


def test_public_ideas_are_those_of_public_proposals():
    shown, hidden, withdrawn, merged, _idle = (proposals.idea(f"idea-{n}") for n in range(5))
    kept = proposals.published(ideas=[shown])
    proposals.published(ideas=[shown])
    proposals.draft(ideas=[hidden, shown])
    proposals.withdrawn(ideas=[withdrawn])
    proposals.merged(kept, ideas=[merged])
    assert list(Idea.objects.public()) == [shown]


@pytest.mark.parametrize("count", [1, 3])
def test_a_listing_is_read_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    for _ in range(count):
        proposals.published(
            authors=[people.author(), people.author()],
            ideas=[proposals.idea()],
            place=taxonomy.place(),
        )
    with django_assert_num_queries(5):  # proposals, attributions, addressees, places, ideas
        for row in Proposal.objects.public().for_listing():
            assert row.sector.code == "ageing"
            assert row.first_place().code == "central_asia"
            assert row.source.publication is None
            assert len([a.author.slug for a in row.attributions.all()]) == 2
            assert [a.body.code for a in row.addressees.all()] == ["lwb"]
            assert [i.slug for i in row.ideas.all()] == ["silver-fund"]


def test_what_hangs_on_a_row_is_never_read_of_another_row():
    listed = Proposal.objects.for_listing()
    proposals.published()
    assert Proposal.objects.filter(pk__in=listed).count() == 1
    without = listed.filter(pk=OuterRef("pk"), listed_relations=[])
    with pytest.raises(ValueError, match="within another query"):
        Proposal.objects.filter(Exists(without)).first()


def test_authors_are_listed_in_their_order():
    first, second = people.author(), people.author()
    proposals.published(authors=[second, first])
    row = Proposal.objects.for_listing().get()
    assert [a.author for a in row.attributions.all()] == [second, first]


TODAY = dt.date(2026, 6, 30)
INTERVAL = CHECK_INTERVAL_DAYS[Status.PROPOSED]


@pytest.mark.parametrize(
    ("days_late", "freshness"),
    [
        (-30, Freshness.FRESH),
        (0, Freshness.FRESH),
        (1, Freshness.OVERDUE),
        (INTERVAL, Freshness.OVERDUE),
        (INTERVAL + 1, Freshness.STALE),
    ],
)
def test_freshness_counts_from_the_day_a_check_was_due(days_late, freshness):
    due = TODAY - dt.timedelta(days=days_late)
    proposal = Proposal(status=Status.PROPOSED, next_check_on=due)
    assert proposal.freshness(TODAY) == freshness


def test_overdue_is_what_was_due_before_today():
    late, today, never = proposals.draft(), proposals.draft(), proposals.draft()
    put(late, next_check_on=TODAY - dt.timedelta(days=1))
    put(today, next_check_on=TODAY)
    put(never, next_check_on=None)
    assert list(Proposal.objects.overdue(TODAY)) == [late]


def test_a_row_shows_the_present_unless_it_was_read_for_the_past():
    editor = people.user()
    proposal = proposals.published(proposed_on=DAY, by=editor)
    history.record(proposal, Status.UNDER_STUDY, dt.date(2026, 6, 1), by=editor)
    now = Proposal.objects.get()
    then = Proposal.objects.as_of(dt.date(2026, 5, 31)).get()
    assert (now.shown_status, now.shown_since, now.shown_since_precision) == (
        Status.UNDER_STUDY,
        dt.date(2026, 6, 1),
        "day",
    )
    assert (then.shown_status, then.shown_since, then.shown_since_precision) == (
        Status.PROPOSED,
        DAY,
        "day",
    )
