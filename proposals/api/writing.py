"""Statements by a program: read, judged by the rules of the desk, and answered once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from proposals.api.errors import Clash, InvalidBody, Refused
from proposals.api.payloads import Statement, read
from proposals.api.proposals import ProposalRow
from proposals.api.reading import EnglishView
from proposals.api.tokens import MayWrite, TokenAuthentication, WriterRequest
from proposals.choices import TokenScope
from proposals.finding.edition import Edition
from proposals.finding.parameters import Fault
from proposals.models import IdempotencyKey, Proposal
from proposals.models.tokens import LONGEST_KEY
from proposals.throttles import WriterThrottle
from proposals.tracking.rules import Conflict, Refusal

if TYPE_CHECKING:
    from rest_framework.permissions import _SupportsHasPermission

KEY = "Idempotency-Key"


class WriteView(EnglishView):
    """What an editor's program may POST. Other methods are none of its business."""

    statement: ClassVar[type[Statement]]
    scope: ClassVar[TokenScope]
    parser_classes = [JSONParser]

    @property
    def is_write(self) -> bool:
        # Describing the schema, the view has no request at first.
        return self.request is not None and self.request.method == "POST"

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [TokenAuthentication()] if self.is_write else super().get_authenticators()

    def get_permissions(self) -> Sequence[_SupportsHasPermission]:
        return [MayWrite()] if self.is_write else super().get_permissions()

    def get_throttles(self) -> list[BaseThrottle]:
        return [WriterThrottle()] if self.is_write else super().get_throttles()

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            # Guesses at a token are counted too.
            self.check_throttles(request)
            raise

    def post(self, request: WriterRequest, **key: Any) -> HttpResponseBase:
        self.refuse_parameters(request)
        stated = read(self.statement, request)
        try:
            # With the answer kept in the transaction of the write, a client that never got it
            # can send the request again without writing twice.
            with transaction.atomic():
                return self.answer_once(request, stated, **key)
        except Refusal as refusal:
            raise Refused(refusal) from refusal
        except Conflict as conflict:
            raise self.clash(request, conflict) from conflict

    def write(self, request: WriterRequest, stated: dict[str, Any], **key: Any) -> dict[str, Any]:
        """The one call that writes, and the row that answers it."""
        raise NotImplementedError

    def answer_once(
        self, request: WriterRequest, stated: dict[str, Any], **key: Any
    ) -> HttpResponse:
        name = request.headers.get(KEY)
        if name is None:
            return _created(_json(self.write(request, stated, **key)))
        if not (name.isascii() and name.isprintable() and 1 <= len(name) <= LONGEST_KEY):
            message = f"Write 1 to {LONGEST_KEY} printable ASCII characters."
            raise InvalidBody([Fault(KEY, message, [])])
        # The second of two at once waits here until the first has committed or failed.
        kept, is_new = IdempotencyKey.objects.get_or_create(
            token=request.auth, key=name, defaults={"request_digest": _digest(request)}
        )
        if not is_new:
            if kept.request_digest != _digest(request):
                raise Refusal(
                    "idempotency_key_reused",
                    KEY,
                    "This key was sent with another request before.",
                    "Make a new key for each statement; repeat one only with the same body.",
                )
            return _created(kept.body, kept.status, {"Idempotency-Replayed": "true"})
        kept.body = _json(self.write(request, stated, **key))
        kept.status = HTTPStatus.CREATED
        kept.save(update_fields=["status", "body"])
        return _created(kept.body)

    def clash(self, request: WriterRequest, conflict: Conflict) -> Clash:
        rows = Proposal.objects.public().for_listing()
        current = rows.filter(pk=conflict.stored.pk).first()
        if current is None:
            return Clash(None, None)
        row = ProposalRow(current).data
        tags = parse_etags(request.headers["If-Match"])
        can_match = any(not tag.startswith("W/") for tag in tags)
        detail = None if can_match else Clash.matches_nothing
        return Clash(row, Edition.of(current).etag, detail)


@contextmanager
def as_last_read(request: WriterRequest, proposal: Proposal) -> Iterator[None]:
    """A proposal to write on, until the transaction ends, as the client last read it.

    Raises Conflict where it has moved since the row that If-Match names, and Refused where a
    rule forbids the write.
    """
    header = request.headers.get("If-Match")
    if header is not None:
        stored = Proposal.objects.locked().get(pk=proposal.pk)
        accepted = parse_etags(header)
        if accepted != ["*"] and Edition.of(stored).etag not in accepted:
            raise Conflict(stored)
    try:
        yield
    except Refusal as refusal:
        more = {}
        if refusal.rule == "proposal_merged" and proposal.merged_into is not None:
            more["successor"] = proposal.merged_into.slug
        raise Refused(refusal, **more) from refusal


def _digest(request: WriterRequest) -> str:
    """A fingerprint of what is asked: the address and the body, whatever its spacing."""
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256(f"{request.path}\n{body}".encode()).hexdigest()


def _json(row: dict[str, Any]) -> str:
    return JSONRenderer().render(row).decode()


def _created(
    body: str, status: int = HTTPStatus.CREATED, headers: dict[str, str] | None = None
) -> HttpResponse:
    own = {"Cache-Control": "no-store", "Content-Language": "zh-Hant, zh-Hans, en"}
    return HttpResponse(
        body, status=status, content_type="application/json", headers=own | (headers or {})
    )
