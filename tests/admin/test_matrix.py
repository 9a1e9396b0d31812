"""Every address of the desk, by each role and method: who gets through, as `matrix.txt` lists it.

The addresses are those of the URLconf, so that a new one fails here until somebody has said who
may use it. `GET` and `POST` name who is not refused and not sent to sign in.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from proposals.models import Assignment, Synonym, TermRequest
from tests.factories import (
    channels,
    copies,
    documents,
    intake,
    people,
    proposals,
    sources,
    stories,
    words,
)
from tests.factories.suggestions import suggestion
from tests.factories.tokens import token

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("asks each address of the desk by each role, by two methods"),
]

TABLE = Path(__file__).with_name("matrix.txt")
# One letter each; the hyphen is who has not signed in.
ROLES = {
    "-": None,
    "N": "",
    "C": "Contributor",
    "E": "Editor",
    "H": "Chief editor",
    "A": "Administrator",
}
REFUSED = {401, 403, 404, 405}
SENT_AWAY = ("/admin/login/", "/admin/account/")


def names(patterns: list | None = None, inside: str = "") -> Iterator[tuple[str, set[str]]]:
    """The name of each address of the desk, and what it is to be filled with."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            # Who signs out would be refused ever after.
            if inside == "admin" and pattern.name not in {None, "logout"}:
                yield pattern.name, set(pattern.pattern.regex.groupindex)
        else:
            yield from names(pattern.url_patterns, pattern.namespace or inside)


def one_of_each() -> None:
    by = people.user(role="Chief editor")
    stories.story(by=by, source=sources.source(publication=sources.publication()))
    proposals.idea()
    words.term()
    Synonym.objects.create(code="silver", words="銀髮 / 長者")
    token(by)
    documents.document()
    documents.related(proposals.published(), documents.document(), by=by)
    told = suggestion()
    Assignment.objects.create(proposal=told.proposal, editor=by)
    TermRequest.objects.create(kind="body", name_hant="辦公室", reason="憲報", asked_by=by)
    intake.page(by=by)
    channels.item(channels.channel(by=by))
    copies.given(sources.source(), by=by)


def address(name: str, parts: set[str]) -> str:
    """The address about the first row of its model."""
    models = {f"{m._meta.app_label}_{m._meta.model_name}_": m for m in admin.site._registry}
    model = next((models[start] for start in models if name.startswith(start)), None)
    first = model and model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    filled = dict.fromkeys(parts, first or 1)
    if "update" in parts:
        filled["update"] = proposals.Proposal.objects.get(pk=first).updates.latest("pk").pk
    if "app_label" in parts:
        filled["app_label"] = "proposals"
    return reverse(f"admin:{name}", kwargs=filled)


def gets_through(client: Client, method: str, path: str) -> bool:
    # What a request has written is taken back: the next role finds the same.
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    sent_to = answer.get("Location", "")
    is_sent_away = sent_to == "/admin/" or sent_to.startswith(SENT_AWAY)
    return answer.status_code not in REFUSED and not is_sent_away


def signed_in(role: str | None) -> Client:
    client = Client()
    if role is not None:
        client.force_login(people.user(role=role or None))
    return client


def test_each_role_gets_through_where_the_table_says(settings, tmp_path):
    copies.kept_in(settings, tmp_path)
    one_of_each()
    clients = {letter: signed_in(role) for letter, role in ROLES.items()}
    found = []
    for name, parts in sorted(names()):
        path = address(name, parts)
        through = {
            method: "".join(
                x for x, client in clients.items() if gets_through(client, method, path)
            )
            for method in ("get", "post")
        }
        found.append(f"{name}  GET {through['get']}  POST {through['post']}".rstrip())
    assert "\n".join(found) + "\n" == TABLE.read_text()
