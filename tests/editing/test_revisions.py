"""What became of an editorial row, told without any page."""

import pghistory
import pytest
from django.utils import translation

from proposals.editing import revisions
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ({"task": "proposals.tasks.send_mails"}, "task proposals.tasks.send_mails"),
        ({"command": "load_package"}, "command load_package"),
    ],
)
def test_where_no_page_was_asked_for_the_task_or_the_command_is_named(said, origin):
    with pghistory.context(**said):
        author = people.author()
    with translation.override("en"):
        (revision,) = revisions.revisions(author)
    assert revision.origin == origin
