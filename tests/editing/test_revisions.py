"""What became of an editorial row, told without any page."""

import pghistory
import pytest
from django.utils import timezone, translation

from proposals.editing import revisions
from tests.factories import people, proposals, taxonomy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ({"task": "proposals.tasks.send_mails"}, "in the background"),
        ({"command": "load_package"}, "command load_package"),
    ],
)
def test_where_no_page_was_asked_for_the_background_or_the_command_is_named(said, origin):
    with pghistory.context(**said):
        author = people.author()
    with translation.override("en"):
        (revision,) = revisions.revisions(author)
    assert revision.origin == origin


def test_what_hangs_on_another_proposal_is_no_part_of_its_history():
    before = timezone.now()
    proposal = proposals.published(authors=[people.author()], bodies=[taxonomy.body("edb")])
    own = revisions.revisions(proposal)
    proposals.published(authors=[people.author()], bodies=[taxonomy.body("lwb")])
    assert [revision.event for revision in revisions.revisions(proposal)] == [
        revision.event for revision in own
    ]
    assert all(before <= revision.at <= timezone.now() for revision in own)
