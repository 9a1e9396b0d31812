"""Proposals are locked in one order, wherever several are: no two writers wait for each other."""

import re

import pytest
from django.conf import settings

from proposals.models import Proposal
from tests.factories import proposals

# Where rows are locked at all. Proposals: in the first file, and by its two methods alone.
LOCKING = {
    "proposals/models/proposals.py": 1,
    # Subscriptions and mails, one at a time.
    "proposals/models/subscriptions.py": 1,
    "proposals/alerts/following.py": 2,
    "proposals/alerts/reminding.py": 1,
    # Webhooks and their messages, in the same way.
    "proposals/models/webhooks.py": 3,
    "proposals/webhooks/preparing.py": 1,
    # A page taken in, for who reads it; a candidate, for who decides on it.
    "proposals/models/candidates.py": 2,
    # Documents to be matched, one at a time; a match that is decided, after its document.
    "proposals/models/documents.py": 1,
    "proposals/uptake/offering.py": 1,
    "proposals/uptake/deciding.py": 4,
    # Channels and their items, one at a time.
    "proposals/models/channels.py": 2,
    "proposals/channels/polling.py": 1,
    # Pages whose copies are kept, those of one address at a time.
    "proposals/models/copies.py": 1,
    "proposals/copies/keeping.py": 2,
    # The one author, source or term that a form edits.
    "proposals/admin/shared.py": 1,
}


def test_proposals_are_locked_in_one_place_alone():
    found = {}
    for path in sorted((settings.BASE_DIR / "proposals").rglob("*.py")):
        text = path.read_text()
        if times := len(re.findall(r"select_for_update|\bFOR (?:NO KEY )?UPDATE\b", text)):
            found[str(path.relative_to(settings.BASE_DIR))] = times
    assert found == LOCKING


@pytest.mark.django_db
@pytest.mark.parametrize("hold", [lambda rows: rows.lock(), lambda rows: list(rows.locked())])
@pytest.mark.parametrize("order", ["-pk", "title_hant"])
def test_they_are_locked_in_the_order_of_their_keys_whatever_order_was_asked(
    hold, order, django_assert_num_queries
):
    pks = [proposals.draft().pk for _ in range(3)]
    rows = Proposal.objects.filter(pk__in=reversed(pks)).order_by(order)
    with django_assert_num_queries(1) as queries:
        hold(rows)
    [query] = queries.captured_queries
    ordered = re.search(r'SELECT ("proposals_proposal"\."id").* ORDER BY (.*)$', query["sql"])
    assert ordered[2] in ("1 ASC FOR NO KEY UPDATE", f"{ordered[1]} ASC FOR NO KEY UPDATE")


@pytest.mark.django_db
def test_one_is_locked_by_the_same_method(django_assert_num_queries):
    pk = proposals.draft().pk
    with django_assert_num_queries(1) as queries:
        assert Proposal.objects.locked().get(pk=pk).pk == pk
    [query] = queries.captured_queries
    assert "FOR NO KEY UPDATE" in query["sql"]
