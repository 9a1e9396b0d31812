"""What every address that is read has in common: English errors, and 304 where nothing moved."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.http import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from proposals.api.errors import InvalidQuery, PreconditionFailed
from proposals.finding.edition import RELEASE
from proposals.finding.fields import Fault
from proposals.models import Change


def etag_of(seq: int | None, *more: str) -> str:
    """The ETag of what shows everything up to the change of this number."""
    return f'"{"-".join([str(seq), RELEASE, *more])}"'


class EnglishView(APIView):
    """Answers in English whatever language the reader prefers; rows carry all of them."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", "en")
        # Kept by all, but never shown again without asking whether it still holds.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    def refuse_parameters(self, request: Request) -> None:
        """For an address that takes none: what would change nothing is not passed over."""
        message = "This address takes no parameters."
        if faults := [Fault(name, message, []) for name in request.query_params]:
            raise InvalidQuery(faults)


class ReadView(EnglishView):
    """Rows of the public record, as of the newest change in their scope."""

    def get(self, request: Request, **key: str) -> HttpResponseBase:
        seq, at = self.newest_change(**key)
        etag = etag_of(seq, *self.depends_on(request))
        unchanged = get_conditional_response(
            request, etag=etag, last_modified=int(at.timestamp()) if at else None
        )
        if unchanged is not None and unchanged.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise PreconditionFailed
        response = unchanged or self.answer(request, **key)
        response.headers["ETag"] = etag
        response.headers["Content-Language"] = "zh-Hant, zh-Hans, en"
        if at:
            response.headers["Last-Modified"] = http_date(at.timestamp())
        return response

    def depends_on(self, request: Request) -> list[str]:
        """What makes another answer of the same changes."""
        return []

    def newest_change(self, **key: str) -> tuple[int | None, dt.datetime | None]:
        """The number and time of the newest change that can show here. One query."""
        newest = Change.objects.order_by("-seq").values_list("seq", "at").first()
        return newest or (0, None)

    def answer(self, request: Request, **key: str) -> Response:
        raise NotImplementedError
