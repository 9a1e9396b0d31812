"""The codes are public and fixed: here they stand once more, as the specification lists them."""

import pytest

from proposals.choices import (
    ALLOWED_NEXT,
    CHECK_INTERVAL_DAYS,
    SMALLEST_EVIDENCE,
    STATUS_COLOURS,
    STATUS_MEANINGS,
    ChangeKind,
    EvidenceClass,
    Instrument,
    Precision,
    PublicationState,
    Specificity,
    Status,
)

STATUSES = [
    "proposed",
    "noted",
    "under_study",
    "committed",
    "in_delivery",
    "partly_delivered",
    "delivered",
    "declined",
    "stalled",
    "superseded",
]


def test_the_statuses_are_the_ten_in_their_order():
    assert Status.values == STATUSES


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        (PublicationState, "draft published withdrawn"),
        (Precision, "day month year"),
        (Specificity, "firm soft"),
        (
            EvidenceClass,
            (
                "source official_document official_statement legislative_record concrete_act "
                "media_report other"
            ),
        ),
        (
            ChangeKind,
            (
                "published updated status checked voided withdrawn merged person source term "
                "idea uptake"
            ),
        ),
        (
            Instrument,
            (
                "fund subsidy tax legislation regulation institution plan pilot infrastructure "
                "training exchange standard market_access platform agreement "
                "cooperation promotion coordination financial_product incentive other"
            ),
        ),
    ],
)
def test_the_other_codes_are_as_published(choices, codes):
    assert choices.values == codes.split()


@pytest.mark.parametrize(
    "table",
    [ALLOWED_NEXT, SMALLEST_EVIDENCE, STATUS_MEANINGS, STATUS_COLOURS, CHECK_INTERVAL_DAYS],
)
def test_every_status_has_its_entry_in_each_table(table):
    assert set(table) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_may_be_stated_again(status):
    assert status in ALLOWED_NEXT[status]


def test_nothing_comes_back_to_proposed():
    assert [s for s in STATUSES if Status.PROPOSED in ALLOWED_NEXT[s]] == ["proposed"]


def test_only_a_successor_follows_superseded():
    assert ALLOWED_NEXT["superseded"] == {"superseded"}


def test_an_ask_is_never_delivered_at_once():
    assert not ALLOWED_NEXT["proposed"] & {"delivered", "partly_delivered"}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_can_be_reached_from_proposed(status):
    reached, fresh = {"proposed"}, {"proposed"}
    while fresh:
        fresh = {str(after) for code in fresh for after in ALLOWED_NEXT[code]} - reached
        reached |= fresh
    assert status in reached


def test_the_smallest_evidence_is_as_published():
    official_reply = {"official_document", "official_statement", "legislative_record"}
    assert {
        "proposed": ({"source"},),
        "noted": (official_reply,),
        "under_study": ({"official_document", "official_statement"},),
        "committed": ({"official_document"},),
        "in_delivery": ({"official_document", "concrete_act"},),
        "partly_delivered": ({"official_document"},),
        "delivered": ({"official_document"}, {"concrete_act"}),
        "declined": (official_reply,),
        "stalled": (),
        "superseded": (),
    } == SMALLEST_EVIDENCE
