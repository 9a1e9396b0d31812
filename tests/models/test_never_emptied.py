"""What is append-only cannot be emptied either, by whoever is at the database."""

import pytest
from django.apps import apps
from django.db import InternalError, ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db

KEPT = [
    model
    for model in apps.get_app_config("proposals").get_models(include_auto_created=True)
    if "append_only" in {trigger.name for trigger in getattr(model._meta, "triggers", [])}
]


def test_the_log_the_changes_and_all_revisions_are_among_them():
    names = {model._meta.object_name for model in KEPT}
    assert {"StatusUpdate", "Evidence", "Check", "Change", "Checkpoint", "ProposalEvent"} <= names
    assert len(names) > 20


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.object_name)
def test_it_cannot_be_emptied(model):
    table = model._meta.db_table
    with (
        pytest.raises((InternalError, ProgrammingError), match=f"Cannot empty {table}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
