import json

from django.test import Client

from proposals.choices import TokenScope
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


def update(proposal, status="under_study", **fields):
    """The body that records a status update."""
    return {
        "proposal": proposal.slug,
        "status": status,
        "effective_on": "2026-06-01",
        "reason_hant": "政府表示正在研究。",
        "evidence": [evidence(), evidence("official_statement"), evidence("concrete_act")],
    } | fields


def recorded():
    """How much has been recorded beyond the publication of proposals."""
    return StatusUpdate.objects.exclude(status="proposed").count() + Check.objects.count()
