"""What there is already that an editor may mean."""

import threading
import time

import pytest
from django.db import connection, transaction

from proposals.editing import naming
from proposals.models import Author
from tests.factories import people, proposals, sources
from tests.together import together

pytestmark = pytest.mark.django_db


def test_a_proposal_is_not_like_itself():
    one = proposals.draft(title_hant="設立銀髮經濟基金")
    other = proposals.draft(title_hant="設立銀髮經濟基金")
    assert set(naming.titled_alike("設立銀髮經濟基金")) == {one, other}
    assert naming.titled_alike("設立銀髮經濟基金", but=one.pk) == [other]


def test_nor_is_a_source():
    one = sources.source("完善銀髮經濟", slug="one", url="https://daily.example/a")
    other = sources.source("另一題目", slug="other", url="https://daily.example/a?utm_source=mail")
    assert naming.printed_alike("完善銀髮經濟", "https://daily.example/a") == [one, other]
    assert naming.printed_alike("完善銀髮經濟", "https://daily.example/a", but=one.pk) == [other]


@pytest.mark.parametrize("length", [60, 77, 78, 79, 80])
def test_however_long_a_name_is_each_that_has_it_gets_a_slug_of_its_own(length):
    name = "fund for silver economy " * 4
    name = name[: length - 2].rpartition(" ")[0].ljust(length, "x")
    slugs = []
    for _ in range(12):
        slugs.append(naming.offered_slug(Author, name))
        people.author(slug=slugs[-1])
    assert len(set(slugs)) == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_named_at_once_the_second_gets_the_next_slug():
    offered = threading.Event()

    def someone_waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            return cursor.rowcount > 0

    def first() -> None:
        with transaction.atomic():
            slug = naming.offered_slug(Author, "Silver Fund")
            offered.set()
            for _ in range(1_000):
                if someone_waits():
                    break
                time.sleep(0.01)
            people.author(slug=slug)

    def second() -> None:
        assert offered.wait(10)
        with transaction.atomic():
            people.author(slug=naming.offered_slug(Author, "Silver Fund"))

    assert together(first, second) == []
    slugs = Author.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["silver-fund", "silver-fund-2"]
