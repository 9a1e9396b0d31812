"""What every address that is read has in common: English errors, and 304 where nothing moved."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import translation
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from proposals import replicas
from proposals.api.errors import InvalidQuery, PreconditionFailed
from proposals.finding.edition import Edition, unless_held
from proposals.finding.parameters import Fault


class EnglishView(APIView):
    """Answers in English whatever language the reader prefers; rows carry all of them."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", "en")
        # What is not of an edition is never shown again without asking, nor what was written.
        kept = "no-cache" if request.method in SAFE_METHODS else "no-store"
        response.headers.setdefault("Cache-Control", kept)
        return response

    def refuse_parameters(self, request: Request) -> None:
        """For an address that takes none: what would change nothing is not passed over."""
        message = "This address takes no parameters."
        if faults := [Fault(name, message, []) for name in request.query_params]:
            raise InvalidQuery(faults)


class ReleaseView(EnglishView):
    """What only a release changes."""

    def get(self, request: Request) -> HttpResponseBase:
        response = unless_held(request, self.answer(request))
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise PreconditionFailed
        return response

    def answer(self, request: Request) -> HttpResponse:
        raise NotImplementedError


class ReadView(EnglishView):
    """Rows of the public record, in the newest edition of it."""

    def get(self, request: Request, **key: str) -> HttpResponseBase:
        edition = self.edition(**key)
        response = replicas.read(
            request,
            edition.seq,
            lambda: edition.answer(request, lambda: self.written(request, **key)),
        )
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise PreconditionFailed
        response.headers["Content-Language"] = "zh-Hant, zh-Hans, en"
        return response

    def edition(self, **key: str) -> Edition:
        """The edition made by the newest change that can show here. One query."""
        return Edition.newest()

    def written(self, request: Request, **key: str) -> HttpResponseBase:
        """The answer in its form, as others may get it too."""
        answer = self.answer(request, **key)
        # As the framework does for what it is handed itself.
        for name in ("accepted_renderer", "accepted_media_type"):
            setattr(answer, name, getattr(request, name))
        answer.renderer_context = self.get_renderer_context()  # type: ignore[attr-defined]
        text = answer.rendered_content
        return HttpResponse(text, status=answer.status_code, headers=answer.headers)

    def answer(self, request: Request, **key: str) -> Response:
        raise NotImplementedError
