"""What only editors read leaves by no door: each address that anybody may open, each file, and
each page of a proposal is looked through for it.
"""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from proposals.languages import PREFIXES
from proposals.models import (
    Assignment,
    Author,
    Body,
    Idea,
    Note,
    Proposal,
    Sector,
    Source,
    Watch,
)
from tests.factories import people, sources, stories
from tests.factories.suggestions import suggestion, unconfirmed

pytestmark = pytest.mark.django_db

SECRET = "zq7private"
NOT_FOR_ALL = ("admin", "account", "mfa", "usersessions")


def told_in_private(proposal: Proposal) -> None:
    said = {
        "said": f"{SECRET} said",
        "url": f"https://{SECRET}.example/",
        "name": f"{SECRET} name",
        "email": f"{SECRET}@example.com",
    }
    suggestion(proposal=proposal, **said)
    suggestion(kind="article", proposal=None, **said)
    unconfirmed(proposal=proposal, **said)
    editor = people.user(username=f"{SECRET}{proposal.notes.count()}")
    Note.objects.create(proposal=proposal, by=editor, text=f"{SECRET} note")
    Watch.objects.create(proposal=proposal, editor=editor)
    Assignment.objects.update_or_create(proposal=proposal, defaults={"editor": editor})


@pytest.fixture
def proposal() -> Proposal:
    author = people.author("陳大文", "Chan Tai-man", slug="chan")
    source = sources.source(slug="article", publication=sources.publication())
    proposal = stories.story(authors=[author], source=source, by=people.user(role="Chief editor"))
    told_in_private(proposal)
    return proposal


def addresses(patterns: list | None = None, inside: str = "") -> Iterator[tuple[str, set[str]]]:
    """The name of each address that is not of the desk, and what it is to be filled with."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            name = f"{inside}:{pattern.name}" if inside else pattern.name
            if pattern.name and not name.startswith(NOT_FOR_ALL):
                yield name, set(pattern.pattern.regex.groupindex)
        else:
            yield from addresses(pattern.url_patterns, pattern.namespace or inside)


def filled(name: str, parts: set[str], proposal: Proposal) -> str:
    slug = next(
        (
            model.objects.values_list(key, flat=True).order_by("pk").first()
            for word, model, key in [
                ("author", Author, "slug"),
                ("sector", Sector, "code"),
                ("bod", Body, "code"),
                ("source", Source, "slug"),
                ("idea", Idea, "slug"),
            ]
            if word in name
        ),
        None,
    )
    values = {
        "pk": proposal.pk,
        "slug": slug or proposal.slug,
        "code": slug or "x",
        "number": 1,
        "day": "2026-01-01",
    }
    return reverse(name, kwargs={part: values.get(part) or "x" for part in parts})


def body(answer) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_no_public_address_says_what_only_editors_read(proposal):
    client, answered = Client(), 0
    for prefix in PREFIXES:
        with translation.override(prefix):
            for name, parts in addresses():
                answer = client.get(filled(name, parts, proposal))
                assert SECRET.encode() not in body(answer).lower(), name
                answered += answer.status_code == 200
    # Pages, feeds, files and the API, in three languages.
    assert answered > 150


def test_no_search_finds_it(proposal):
    found = {
        word: len(Client().get(f"/api/v1/proposals/?q={word}").json()["results"])
        for word in ("fund", SECRET)
    }
    assert found == {"fund": 1, SECRET: 0}


def test_no_package_holds_it(proposal, tmp_path):
    call_command("dump_package", str(tmp_path / "package"), verbosity=0)
    for path in (tmp_path / "package").rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path.name


def test_the_change_log_does_not_move_with_it(proposal):
    before = Client().get("/api/v1/changes/").json()
    told_in_private(proposal)
    assert Client().get("/api/v1/changes/").json() == before
