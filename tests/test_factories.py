"""Rows made for tests are what editors leave; only sooner."""

import pytest
from django.db import transaction

from proposals.editing import publishing, writing
from proposals.models import (
    Addressee,
    Attribution,
    Change,
    Evidence,
    Proposal,
    Source,
    StatusSpan,
    StatusUpdate,
)
from proposals.models.audited import events
from proposals.tracking import integrity
from tests.factories import people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

WRITTEN = (
    *(Proposal, Attribution, Addressee, Proposal.ideas.through),
    *(StatusUpdate, Evidence, StatusSpan, Change),
)
KEPT = (Proposal, Attribution, Source)
# What differs from one time to the next.
OF_THE_TIME = ("id", "seq", "at", "hash", "recorded_from", "pgh_context")


def everything():
    rows = [*(model.objects.order_by("pk") for model in WRITTEN), *map(events, KEPT)]
    return [
        {
            name: value
            for name, value in row.items()
            if name not in OF_THE_TIME and not name.endswith(("_id", "_at", "_seq"))
        }
        for queryset in rows
        for row in queryset.values()
    ]


def by_hand(*, authors, bodies, ideas, **columns):
    """As the form writes it."""
    proposal = Proposal(**columns)
    with transaction.atomic():
        writing.write(proposal)
        for position, author in enumerate(authors, 1):
            Attribution.objects.create(
                proposal=proposal,
                author=author,
                capacity_hant="立法會議員",
                capacity_hans="立法会议员",
                capacity_en="Legislative Councillor",
                position=position,
            )
        for body in bodies:
            Addressee.objects.create(proposal=proposal, body=body)
        proposal.ideas.set(ideas)
        writing.settle([proposal])
    return proposal


@pytest.mark.parametrize("is_published", [False, True], ids=["draft", "published"])
@pytest.mark.parametrize("is_told", [False, True], ids=["new", "of a source that was told"])
def test_a_proposal_is_what_an_editor_would_have_made(is_published, is_told):
    editor = people.user()
    source = sources.source(publication=sources.publication())
    shared = {
        "authors": [people.author(), people.author("李小明", "Lee Siu-ming")],
        "bodies": [taxonomy.body()],
        "ideas": [proposals.idea()],
    }
    if is_told:
        with transaction.atomic():
            Change.objects.catch_up(Source.objects.filter(pk=source.pk).with_is_seen())
    example = proposals.draft(slug="one", source=source, **shared)
    columns = {name: getattr(example, name) for name in writing.WRITTEN}
    example.delete()

    with transaction.atomic():
        row = by_hand(**columns, **shared)
        if is_published:
            publishing.publish(row, by=editor)
        expected = everything()
        transaction.set_rollback(True)
    if is_published:
        proposals.published(**columns, **shared, by=editor)
    else:
        proposals.draft(**columns, **shared)

    assert everything() == expected
    assert list(integrity.check()) == []
