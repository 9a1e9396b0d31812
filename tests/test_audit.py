"""Every change to an editorial row is kept, however it is made, and cannot be taken back."""

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from proposals import tasks
from proposals.editing import index
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Idea,
    Place,
    Proposal,
    ProposalIdea,
    Publication,
    Sector,
    Source,
)
from tests.factories import history, people, proposals, sources, taxonomy

pytestmark = pytest.mark.django_db

# Of each editorial table, a column that an editor writes.
WRITTEN = {
    Sector: "name_en",
    Body: "name_en",
    Place: "name_en",
    Publication: "name_en",
    Author: "name_en",
    Source: "headline",
    Idea: "title_en",
    Proposal: "title_en",
    Attribution: "capacity_en",
    Addressee: "basis",
}
EVENTS = [model.pgh_event_model for model in (*WRITTEN, ProposalIdea)]


def kept(model, label=None):
    events = model.pgh_event_model.objects.order_by("pgh_id")
    return events.filter(pgh_label=label) if label else events


@pytest.fixture
def one_of_each():
    taxonomy.place()
    idea = Idea.objects.create(slug="fund", title_hant="基金", title_en="Fund")
    return proposals.published(
        source=sources.source(publication=sources.publication()), ideas=[idea]
    )


@pytest.mark.parametrize("model", WRITTEN)
def test_plain_sql_is_kept(model, one_of_each):
    column, table = WRITTEN[model], model._meta.db_table
    new = "inferred" if model is Addressee else "Altered by SQL"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [new])
        count = cursor.rowcount
    assert count > 0
    events = list(kept(model, "update"))[-count:]
    assert [getattr(event, column) for event in events] == [new] * count
    assert {event.pgh_obj_id for event in events} == set(model.objects.values_list("pk", flat=True))


def test_all_of_many_changes_are_kept_whichever_way_they_are_made():
    Author.objects.bulk_create(Author(slug=f"a-{n}", name_hant=f"作者{n}") for n in range(100))
    assert kept(Author, "insert").count() == 100
    Author.objects.update(name_en="Someone")
    assert kept(Author, "update").count() == 100
    rows = list(Author.objects.all())
    for row in rows:
        row.kind = "organisation"
    Author.objects.bulk_update(rows, ["kind"])
    assert kept(Author, "update").count() == 200
    for row in rows[:50]:
        row.note_hant = "備註"
        row.save()
    assert kept(Author, "update").count() == 250
    Author.objects.filter(pk__lt=rows[50].pk).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM proposals_author")
    assert kept(Author, "delete").count() == 100
    assert kept(Author).count() == 450


def test_a_save_that_changes_nothing_is_no_revision(one_of_each):
    before = kept(Proposal).count()
    Proposal.objects.update(title_en=F("title_en"))
    assert kept(Proposal).count() == before


def test_what_follows_from_the_log_is_no_revision_of_the_text(one_of_each):
    before = kept(Proposal).count()
    history.record(one_of_each, by=people.user())
    index.index([one_of_each])
    assert kept(Proposal).count() == before


def test_an_idea_given_and_taken_is_kept(one_of_each):
    one_of_each.ideas.clear()
    assert [event.pgh_label for event in kept(ProposalIdea)] == ["insert", "delete"]


@pytest.mark.parametrize("event_model", EVENTS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'none'", "DELETE FROM {}"])
def test_what_is_kept_cannot_be_altered_or_removed(event_model, statement, one_of_each):
    event_model.objects.exists() or event_model.objects.create(
        pgh_label="insert", pgh_obj_id=1, code="hk", name_hant="香港", name_en="Hong Kong"
    )
    before = list(event_model.objects.order_by("pk").values())
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(event_model._meta.db_table))
    assert list(event_model.objects.order_by("pk").values()) == before


def test_a_change_says_who_made_it_and_from_where(client):
    account = people.user(role="Chief editor", is_superuser=True)
    client.force_login(account)
    sent = {"name_hant": "運輸", "name_en": "Transport", "code": "transport", "position": "1"}
    client.post("/admin/proposals/sector/add/", sent, REMOTE_ADDR="203.0.113.9")
    [event] = kept(Sector)
    assert event.pgh_context["user"] == account.pk
    assert event.pgh_context["url"] == "/admin/proposals/sector/add/"
    assert event.pgh_context["ip"] == "203.0.113.9"


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_tells(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.force_login(people.user(role="Chief editor", is_superuser=True))
    sent = {"name_hant": "運輸", "name_en": "Transport", "code": "transport", "position": "1"}
    client.post(
        "/admin/proposals/sector/add/", sent, headers={"x-forwarded-for": "spoofed, 203.0.113.9"}
    )
    assert kept(Sector).get().pgh_context["ip"] == "203.0.113.9"


def test_a_task_says_its_name(one_of_each, monkeypatch):
    def touch(_ids):
        Source.objects.update(section="A10")
        return 1

    monkeypatch.setattr("proposals.tasks.links.check_links", touch)
    tasks.check_source_links.apply().get()
    assert kept(Source, "update").last().pgh_context == {
        "task": "proposals.tasks.check_source_links"
    }


def test_what_comes_past_the_application_says_nothing(one_of_each):
    Sector.objects.update(name_en="Another")
    assert kept(Sector, "update").get().pgh_context is None


@pytest.mark.django_db(transaction=True)
def test_a_context_does_not_outlast_its_work():
    taxonomy.sector()
    with pghistory.context(command="load_package"):
        Sector.objects.update(name_en="Within")
    Sector.objects.update(name_en="After")
    assert [event.pgh_context for event in kept(Sector, "update")] == [
        {"command": "load_package"},
        None,
    ]
