"""How the database is spoken to."""

import pytest
from django.db import connection

from tracker.environment import database


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"), [("max_parallel_workers_per_gather", "0"), ("jit", "off")]
)
def test_no_page_starts_parallel_workers_or_a_compiler(setting, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)


def test_options_in_the_address_are_kept_and_come_last():
    url = "postgresql://db.internal/tracker?options=-c%20statement_timeout%3D9s&sslmode=require"
    options = database(url)["OPTIONS"]
    assert options["options"] == (
        "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
        " -c statement_timeout=9s"
    )
    assert options["sslmode"] == "require"
