import json

from django.test import Client

from proposals.choices import NEEDS_CONFIRMATION, TokenScope
from proposals.models import ApiToken, Check, StatusUpdate
from tests.factories import people


def token(user=None, *, role="Editor", scopes=tuple(TokenScope.values), label=""):
    """A token and its secret, of an account of the role."""
    return ApiToken.objects.issue(user or people.user(role=role), scopes=scopes, label=label)


class Program:
    """Writes with a token, as a client of the API does."""

    def __init__(self, user=None, **more):
        self.token, self.secret = token(user, **more)
        self.user = self.token.user
        self.client = Client()

    def post(self, path, body=None, *, headers=None, content_type="application/json"):
        """POST to an address under /api/v1/; a text is sent as it is."""
        sent = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return self.client.post(
            f"/api/v1/{path}",
            sent,
            content_type=content_type,
            headers={"Authorization": f"Token {self.secret}"} | (headers or {}),
        )


def evidence(evidence_class="official_document", title="施政報告第 10 段", **fields):
    return {"evidence_class": evidence_class, "title": title, **fields}


# What a final status needs of its evidence besides.
OPENS = {"url": "https://example.org/10", "publisher": "政府", "published_on": "2026-05-30"}


def update(proposal, status="under_study", **fields):
    """The body that records a status update."""
    opens = OPENS if status in NEEDS_CONFIRMATION else {}
    shown = [evidence(**opens)]
    shown += [evidence(kind, **opens) for kind in ("official_statement", "concrete_act")]
    return {
        "proposal": proposal.slug,
        "status": status,
        "effective_on": "2026-06-01",
        "reason_hant": "政府表示正在研究。",
        "evidence": shown,
    } | fields


def recorded():
    """How much has been recorded beyond the publication of proposals."""
    return StatusUpdate.objects.exclude(status="proposed").count() + Check.objects.count()
