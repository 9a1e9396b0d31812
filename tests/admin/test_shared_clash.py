"""Two editors at one author, source or term: nobody overwrites what they did not see."""

import pytest
from django.urls import reverse

from proposals.models import Author, Change
from tests.factories import people, proposals, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(people.user("Chief editor"))
    return client


def opened(client, address):
    """The form as a browser has it once the page is open."""
    form = client.get(address).context["adminform"].form
    return typed(form)


def typed(form):
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_row_saved_by_somebody_else_meanwhile_is_not_overwritten(chief):
    author = people.author(name_hant="陳大文", name_en="Chan Tai-man")
    address = reverse("admin:proposals_author_change", args=[author.pk])
    mine = opened(chief, address) | {"name_en": "T. M. Chan"}
    theirs = opened(chief, address) | {"name_en": "Tai Man Chan"}

    assert chief.post(address, theirs).status_code == 302
    answer = chief.post(address, mine)

    assert answer.status_code == 200
    assert Author.objects.get().name_en == "Tai Man Chan"
    form = answer.context["adminform"].form
    assert form["name_en"].value() == "T. M. Chan"
    assert "Tai Man Chan" in str(form.errors["name_en"])

    assert chief.post(address, typed(form)).status_code == 302
    assert Author.objects.get().name_en == "T. M. Chan"


def test_what_is_saved_alone_is_saved_at_once_and_told(chief):
    sector = taxonomy.sector()
    proposals.published(sector=sector)
    address = reverse("admin:proposals_sector_change", args=[sector.pk])
    told = Change.objects.latest("seq").seq

    assert chief.post(address, opened(chief, address) | {"name_en": "Age"}).status_code == 302

    sector.refresh_from_db()
    assert sector.name_en == "Age"
    changes = Change.objects.filter(seq__gt=told).order_by("seq")
    assert [change.noun for change in changes] == ["proposal", "sector"]


def test_a_new_row_needs_no_fingerprint(chief):
    address = reverse("admin:proposals_author_add")
    answer = chief.post(
        address, {"kind": "person", "name_hant": "李小明", "name_en": "Lee Siu-ming"}
    )
    assert answer.status_code == 302
    assert Author.objects.get().slug == "lee-siu-ming"
