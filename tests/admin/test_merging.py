"""Two proposals become one, and two again, on the pages of a chief editor."""

import datetime as dt

import pytest

from proposals.choices import Status
from proposals.models import Change, Proposal, StatusUpdate
from tests.admin.forms import address, messages
from tests.factories import history, people, proposals, taxonomy

WHY = {"reason_hant": "同一建議。", "reason_en": "The same ask."}


@pytest.fixture
def pair(chief):
    """One ask entered twice: the second has an author, a body, an idea and a step of its own."""
    into = proposals.published(by=chief.user)
    other = proposals.published(
        by=chief.user,
        authors=[people.author("李四", "Lee")],
        bodies=[taxonomy.body(), taxonomy.body("edb", "教育局", "Education Bureau")],
        ideas=[proposals.idea()],
    )
    history.record(other, Status.NOTED, dt.date(2026, 6, 1), by=chief.user)
    return other, into


def written():
    return [model.objects.count() for model in (StatusUpdate, Change)]


def test_a_preview_shows_what_moves_and_writes_nothing(chief, pair):
    other, into = pair
    before = written()
    page = chief.post(address(other, "merge"), {"into": into.pk, "_preview": "1"} | WHY)
    moved = page.context["moved"]
    assert [str(row) for row in moved.authors] == ["李四"]
    assert [row.code for row in moved.bodies] == ["edb"]
    assert [row.slug for row in moved.ideas] == ["silver-fund"]
    assert [update.status for update in moved.updates] == ["proposed", "noted"]
    assert (moved.before, moved.after) == ("proposed", "noted")
    assert page.context["form"]["reason_hant"].value() == WHY["reason_hant"]
    assert written() == before
    assert Proposal.objects.public().count() == 2
    assert into.attributions.count() == 1


def test_a_merge_is_done_and_the_page_offers_to_split_it(chief, pair, client):
    other, into = pair
    done = chief.post(address(other, "merge"), {"into": into.slug} | WHY)
    assert done.url == address(other)
    page = chief.get(done.url)
    assert len(messages(page)) == 1
    assert [act["address"] for act in page.context["acts"]] == [address(other, "split")]
    assert client.get(other.get_absolute_url()).url == into.get_absolute_url()
    into.refresh_from_db()
    assert into.status == Status.NOTED
    story = chief.get(address(into)).text
    assert address(other) in story


def test_a_split_takes_it_back(chief, pair):
    other, into = pair
    chief.post(address(other, "merge"), {"into": into.pk} | WHY)
    assert chief.post(address(other, "split"), WHY).url == address(other)
    assert set(Proposal.objects.public()) == {other, into}
    into.refresh_from_db()
    assert into.status == Status.PROPOSED
    assert into.attributions.count() == 1


@pytest.mark.parametrize("button", ["_preview", "_merge"])
def test_a_merge_that_cannot_be_is_refused_at_the_field(chief, pair, button):
    other, _into = pair
    for target in (other, proposals.draft()):
        page = chief.post(address(other, "merge"), {"into": target.pk, button: "1"} | WHY)
        assert list(page.context["form"].errors) == ["into"]
    page = chief.post(address(other, "merge"), {"into": "", button: "1"} | WHY)
    assert list(page.context["form"].errors) == ["into"]
    assert Proposal.objects.filter(merged_into=None).count() == 3


def test_what_is_not_merged_cannot_be_split(chief, pair):
    page = chief.post(address(pair[0], "split"), WHY)
    assert list(page.context["form"].errors) == ["__all__"]


@pytest.mark.parametrize("page", ["merge", "split"])
def test_an_editor_neither_merges_nor_splits(editor, pair, page):
    assert editor.get(address(pair[0], page)).status_code == 403
    acts = editor.get(address(pair[0])).context["acts"]
    assert address(pair[0], "merge") not in [act["address"] for act in acts]
