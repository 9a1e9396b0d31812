import datetime as dt

import pytest

from proposals import tracking
from proposals.choices import Precision, Status
from proposals.editing import publishing
from proposals.models import Proposal
from proposals.web.pages import moves
from tests.factories import history, people, proposals, taxonomy

JUNE, JULY = dt.date(2026, 6, 3), dt.date(2026, 7, 8)


def shown(response):
    return [move for _code, _name, rows in response.context["periods"] for move in rows]


@pytest.fixture
def moved(editor):
    """A proposal on finance that is studied in June and promised in July."""
    proposal = proposals.published(
        title_en="Silver bonds",
        sector=taxonomy.sector("finance", "金融", "Finance"),
        bodies=[taxonomy.body("fstb", "財庫局", "FSTB")],
        by=editor,
    )
    history.record(proposal, Status.UNDER_STUDY, JUNE, by=editor)
    history.record(proposal, Status.COMMITTED, JULY, by=editor)
    return proposal


def test_each_step_tells_from_where_to_where_the_latest_first(client, moved):
    response = client.get("/en/moves/")
    assert [(move.came_from, move.status, move.effective_on) for move in shown(response)] == [
        (Status.UNDER_STUDY, Status.COMMITTED, JULY),
        (Status.PROPOSED, Status.UNDER_STUDY, JUNE),
    ]
    page = response.content.decode()
    assert [(code, name) for code, name, _rows in response.context["periods"]] == [
        ("2026-07", "July 2026"),
        ("2026-06", "June 2026"),
    ]
    assert "Government says that it is studying it." in page
    assert "施政報告第 10 段" in page


def test_by_week_a_step_of_which_only_the_month_is_known_stands_under_the_month(client, moved):
    editor = people.user(is_superuser=True)
    other = proposals.published(by=editor)
    history.record(
        other, effective_on=dt.date(2026, 6, 1), effective_on_precision=Precision.MONTH, by=editor
    )
    codes = [code for code, *_ in client.get("/en/moves/?by=week").context["periods"]]
    assert codes == ["2026-W28", "2026-W23", "2026-06"]


def test_late_news_takes_its_place_and_moves_what_the_next_step_came_from(client, moved, editor):
    history.record(moved, Status.NOTED, dt.date(2026, 6, 20), by=editor)
    steps = [(move.came_from, move.status) for move in shown(client.get("/moves/"))]
    assert steps == [
        (Status.NOTED, Status.COMMITTED),
        (Status.UNDER_STUDY, Status.NOTED),
        (Status.PROPOSED, Status.UNDER_STUDY),
    ]


def test_what_is_voided_or_only_stated_again_is_no_step(client, moved, editor):
    history.record(moved, Status.COMMITTED, dt.date(2026, 8, 1), by=editor)
    wrong = history.record(moved, Status.IN_DELIVERY, dt.date(2026, 9, 1), by=editor)
    tracking.void(wrong, reason_hant="看錯了。", reason_en="Misread.", by=editor)
    assert [move.status for move in shown(client.get("/moves/"))] == ["committed", "under_study"]


def test_a_refusal_waits_and_what_follows_does_not_come_from_it(client, moved, editor):
    refusal = history.record(moved, Status.DECLINED, dt.date(2026, 8, 1), by=editor)
    [waiting, *_rest] = shown(client.get("/en/moves/"))
    assert (waiting.status, waiting.waits) == (Status.DECLINED, True)
    assert "awaiting confirmation" in client.get("/en/moves/").content.decode()
    tracking.confirm(refusal, by=people.user(is_superuser=True))
    [confirmed, *_rest] = shown(client.get("/en/moves/"))
    assert (confirmed.status, confirmed.waits) == (Status.DECLINED, False)


def test_the_one_filter_chooses_and_sectors_and_bodies_lead_to_their_own(client, moved, editor):
    history.record(proposals.published(by=editor), by=editor)
    response = client.get("/en/moves/?sector=finance&by=week")
    assert {move.proposal for move in shown(response)} == {moved}
    assert [(s.code, a, n) for s, a, n in client.get("/en/moves/").context["sectors"]] == [
        ("finance", "/en/moves/?sector=finance", 2),
        ("ageing", "/en/moves/?sector=ageing", 1),
    ]
    assert [(b.code, n) for b, _address, n in response.context["bodies"]] == [("fstb", 2)]
    page = response.content.decode()
    assert 'href="/en/feeds/moves.atom?sector=finance&amp;by=week"' in page
    assert 'href="/en/subscribe/?sector=finance"' in page


def test_the_clocks_lead_back(client, moved):
    assert [m.status for m in shown(client.get("/moves/?as_of=2026-06-30"))] == ["under_study"]
    assert shown(client.get("/moves/?known_at=2026-01-01T00:00Z")) == []


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/en"])
@pytest.mark.parametrize("page", ["/moves/", "/feeds/moves.atom", "/feeds/moves.json"])
def test_what_is_not_public_is_not_told(client, editor, page, prefix):
    gone, lost = [proposals.published(title_en="Not for the public", by=editor) for _ in "ab"]
    for hidden in (gone, lost):
        history.record(hidden, reason_hant="未公開的理由", reason_en="A hidden reason", by=editor)
    publishing.withdraw(gone, reason_hant="已撤回。", reason_en="Withdrawn.")
    Proposal.objects.filter(pk=lost.pk).update(merged_into=proposals.published(by=editor))
    body = client.get(prefix + page).content.decode()
    for words in ("未公開的理由", "未公开的理由", "A hidden reason", "Not for the public"):
        assert words not in body


def test_a_fault_is_named_and_nothing_says_so(client, db):
    response = client.get("/en/moves/?by=day&sector=nowhere")
    assert response.status_code == 400
    assert "“nowhere” is not a value of this parameter." in response.content.decode()
    assert "Nothing has moved yet" in client.get("/en/moves/").content.decode()


def test_pages_follow_one_another_without_a_gap(client, editor, monkeypatch):
    monkeypatch.setattr(moves, "PAGE_SIZE", 2)
    for _ in range(5):
        history.record(proposals.published(by=editor), by=editor)
    seen, address = [], "/moves/"
    while address:
        response = client.get(address)
        seen += [move.pk for move in shown(response)]
        address = response.context["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        history.record(proposals.published(by=editor), by=editor)
    # The newest change; the steps, their evidence and authors; for sectors and bodies the newest
    # change, the count and the names of each.
    with django_assert_num_queries(10):
        client.get("/moves/")
    with django_assert_num_queries(8):
        client.get("/moves/")
