"""Every address outside the desk, by role and method: all may read and nobody may write, but where
`SPECIAL` says otherwise.

The addresses are those of the URLconf, so that a new one which is written to, or which not all may
read, fails here until somebody has said who may. A letter names who is not refused.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from proposals.models import (
    Author,
    Body,
    Document,
    Idea,
    Place,
    Proposal,
    Sector,
    Source,
    Subscription,
    Suggestion,
)
from tests.factories import documents, people, proposals, sources, stories, subscriptions
from tests.factories.suggestions import unconfirmed
from tests.factories.tokens import Program

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow("asks each address of the site by each role, by five methods"),
]

METHODS = ["get", "post", "put", "patch", "delete"]
ROLES = {"C": "Contributor", "E": "Editor", "H": "Chief editor", "A": "Administrator"}
# Signed in by a browser; the hyphen is who has not.
BROWSERS = ["-", *ROLES]
# With a token of every scope.
PROGRAMS = [role.lower() for role in ROLES]
ALL = "".join(BROWSERS + PROGRAMS)
ACCOUNTS = ("account_", "mfa_", "usersessions_")
REFUSED = {401, 403, 404, 405}

# What is not read by all, and what is written to, by whom.
SPECIAL = {
    "metrics": {"get": ""},
    # None was kept for good yet.
    "data-release": {"get": ""},
    "mcp": {"get": "", "post": ALL},
    "proposal-preview": {"get": "CEHA"},
    # The links of mails, each with a key of its own.
    "subscription": {"post": ALL},
    "subscription-confirm": {"post": ALL},
    "subscription-end": {"post": ALL},
    "suggestion-confirm": {"post": ALL},
    "subscribe": {"post": ALL},
    "suggest": {"post": ALL},
    # A token alone opens what programs write to: no session does.
    "api:status-updates": {"post": "eh"},
    "api:status-update-void": {"get": "", "post": "eh"},
    "api:status-update-confirm": {"get": "", "post": "eh"},
    "api:checks": {"get": "", "post": "eh"},
    "api:intake": {"get": "", "post": "eh"},
}


def names(patterns: list | None = None, inside: str = "") -> Iterator[tuple[str, set[str]]]:
    """The name of each address, and what it is to be filled with. The desk has its own table; the
    pages of accounts are those of django-allauth."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from names(pattern.url_patterns, pattern.namespace or inside)
        elif pattern.name and inside != "admin" and not pattern.name.startswith(ACCOUNTS):
            name = f"{inside}:{pattern.name}" if inside else pattern.name
            yield name, set(pattern.pattern.regex.groupindex)


def one_of_each() -> None:
    by = people.user(role="Chief editor")
    story = stories.story(by=by, source=sources.source(publication=sources.publication()))
    story.ideas.set([proposals.idea()])
    documents.related(story, documents.document(), by=by)
    subscriptions.confirmed()
    unconfirmed(proposal=story)


def filled(name: str, parts: set[str]) -> dict[str, object]:
    story = Proposal.objects.public().first()
    rows = {
        "author": Author,
        "sector": Sector,
        "body": Body,
        "place": Place,
        "source": Source,
        "idea": Idea,
        "document": Document,
    }
    model = rows.get(name.rpartition(":")[2].partition("-")[0], Proposal)
    values = {
        "slug": lambda: model.objects.public().first().slug,
        "code": lambda: model.objects.first().code,
        "pk": lambda: story.updates.first().pk if "status-update" in name else story.pk,
        "key": lambda: (Suggestion if "suggestion" in name else Subscription).objects.first().key,
        "section": lambda: "proposals",
        "number": lambda: 1,
        "name": lambda: "uptakes",
        "day": lambda: "2026-06-01",
    }
    return {part: values[part]() for part in parts}


def gets_through(client: Client, method: str, path: str, headers: dict[str, str]) -> bool:
    with transaction.atomic():
        answer = getattr(client, method)(path, headers=headers, content_type="application/json")
        if answer.streaming:
            # Read to its end, its file is closed.
            answer.getvalue()
        transaction.set_rollback(True)
    sent_away = answer.get("Location", "").startswith("/admin/")
    return answer.status_code not in REFUSED and not sent_away


def test_all_may_read_and_nobody_may_write_but_where_it_is_said():
    one_of_each()
    who: dict[str, tuple[Client, dict[str, str]]] = {"-": (Client(), {})}
    for letter, role in ROLES.items():
        who[letter] = Client(), {}
        who[letter][0].force_login(people.user(role=role))
        secret = Program(role=role).secret
        who[letter.lower()] = Client(), {"Authorization": f"Token {secret}"}
    found, expected = {}, {}
    for name, parts in names():
        # How often one may ask is tried elsewhere.
        caches["limits"].clear()
        path = reverse(name, kwargs=filled(name, parts))
        usual = {method: ALL if method == "get" else "" for method in METHODS}
        expected[name] = usual | SPECIAL.get(name, {})
        found[name] = {
            method: "".join(
                letter
                for letter in ALL
                if gets_through(who[letter][0], method, path, who[letter][1])
            )
            for method in METHODS
        }
    assert set(SPECIAL) <= set(found)
    assert {name: row for name, row in found.items() if row != expected[name]} == {}
