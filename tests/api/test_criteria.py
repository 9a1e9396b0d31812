"""What would count as delivered, and what is related, as programs read and write it."""

import datetime as dt

import pytest

from proposals import tracking
from proposals.choices import Status
from tests.api.problems import problem
from tests.factories import history, people, proposals, tokens

pytestmark = pytest.mark.django_db

DAYS = [dt.date(2026, 6, day) for day in range(1, 9)]


@pytest.fixture
def chief():
    return people.user(is_superuser=True)


@pytest.fixture
def fund(chief):
    fund = proposals.published(slug="fund", by=chief)
    proposals.criterion(fund, "基金已成立", text_en="The fund is there")
    proposals.criterion(fund)
    return fund


def states(answer):
    return [row["state"] for row in answer.json()["criteria"]]


def test_a_proposal_says_what_would_count_as_delivered_and_by_which_record_it_is_met(
    get, fund, chief
):
    update = history.record(fund, Status.IN_DELIVERY, DAYS[1], criteria={1: "met"}, by=chief)
    [row] = get("proposals/").json()["results"]
    assert row["criteria"] == [
        {
            "position": 1,
            "text_hant": "基金已成立",
            "text_hans": "基金已成立",
            "text_en": "The fund is there",
            "state": "met",
            "stated_in": update.pk,
        },
        {
            "position": 2,
            "text_hant": "基金已接受申請",
            "text_hans": "基金已接受申请",
            "text_en": "The fund takes applications",
            "state": "unknown",
            "stated_in": None,
        },
    ]
    newest, first = get("status-updates/").json()["results"]
    assert newest["criteria"] == [{"position": 1, "state": "met"}]
    assert first["criteria"] == []


def test_the_past_has_the_states_of_then_in_the_list_and_alone(get, fund, chief):
    history.record(fund, Status.IN_DELIVERY, DAYS[1], criteria={1: "partly"}, by=chief)
    mistake = history.record(fund, Status.IN_DELIVERY, DAYS[3], criteria={1: "met"}, by=chief)
    tracking.void(mistake, reason_hant="記錯。", by=chief)
    known = {"known_at": mistake.recorded_at.isoformat()}
    for clocks, state in (
        ({}, "partly"),
        (known, "met"),
        ({"as_of": "2026-06-01"}, "unknown"),
        ({"as_of": "2026-06-03"} | known, "partly"),
    ):
        assert states(get("proposals/fund/", clocks)) == [state, "unknown"]
        [row] = get("proposals/", clocks).json()["results"]
        assert [each["state"] for each in row["criteria"]] == [state, "unknown"]


def test_related_proposals_name_each_other_and_none_that_is_not_public(get, fund):
    other = proposals.published(slug="other")
    proposals.related(other, fund, reason_hant="同樣關乎資金", reason_en="Both on money")
    for hidden in (proposals.draft(slug="draft"), proposals.withdrawn(slug="gone")):
        proposals.related(fund, hidden)
    why = {"reason_hant": "同樣關乎資金", "reason_hans": "同样关乎资金"}
    why["reason_en"] = "Both on money"
    assert get("proposals/fund/").json()["related"] == [{"slug": "other", **why}]
    assert get("proposals/other/").json()["related"] == [{"slug": "fund", **why}]
    told = get("changes/", proposal="fund").json()["results"][-1]
    assert told["row"]["related"] == [{"slug": "other", **why}]
    everything = get("changes/").content.decode() + get("proposals/").content.decode()
    assert "draft" not in everything


@pytest.mark.parametrize("count", [1, 3])
def test_criteria_and_relations_cost_no_query(get, chief, django_assert_num_queries, count):
    rows = [proposals.published(by=chief) for _ in range(count)]
    for row in rows:
        for _ in range(count):
            proposals.criterion(row)
        said = dict.fromkeys(range(1, count + 1), "partly")
        history.record(row, Status.IN_DELIVERY, DAYS[1], criteria=said, by=chief)
        proposals.related(row, proposals.published(by=chief))
    # The newest change; which rows; and all that is said of them.
    with django_assert_num_queries(3):
        get("proposals/")


def test_a_program_records_the_criteria_that_it_moves(fund, chief, get):
    program = tokens.Program(chief)
    said = [{"position": 2, "state": "not_met"}, {"position": 1, "state": "met"}]
    sent = program.post("status-updates/", tokens.update(fund, "in_delivery", criteria=said))
    assert sent.status_code == 201, sent.content
    assert sent.json()["criteria"] == said[::-1]
    assert states(get("proposals/fund/")) == ["met", "not_met"]


@pytest.mark.parametrize(
    ("status", "said", "rule"),
    [
        ("in_delivery", [{"position": 3, "state": "met"}], "unknown_criterion"),
        ("in_delivery", [{"position": 1, "state": "done"}], "unknown_criterion_state"),
        ("partly_delivered", [{"position": 1, "state": "met"}], "criteria_not_named"),
        ("delivered", [{"position": 1, "state": "met"}], "criteria_not_met"),
    ],
)
def test_what_a_rule_refuses_is_told_with_the_remedy(fund, chief, status, said, rule):
    history.record(fund, Status.IN_DELIVERY, DAYS[0], by=chief)
    program = tokens.Program(chief)
    told = problem(program.post("status-updates/", tokens.update(fund, status, criteria=said)), 422)
    assert (told["rule"], told["errors"][0]["field"]) == (rule, "criteria")
    assert told["remedy"]


def test_a_criterion_is_spoken_of_once_in_a_record(fund, chief):
    said = [{"position": 1, "state": "met"}] * 2
    body = tokens.update(fund, "in_delivery", criteria=said)
    told = problem(tokens.Program(chief).post("status-updates/", body), 400)
    assert [fault["field"] for fault in told["errors"]] == ["criteria.1.position"]
