"""Where the API describes itself: an index and the OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.encoding import force_bytes
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from proposals.api.reading import EnglishView, ReleaseView
from proposals.demonstration import mark

ROOT_ADDRESSES = (
    "proposals",
    "status-updates",
    "authors",
    "sectors",
    "bodies",
    "sources",
    "ideas",
    "places",
    "synonyms",
    "glossary",
    "documents",
    "uptakes",
    "copies",
    "codes",
    "statuses",
    "instruments",
    "stats",
    "stats/timeline",
    "stats/answers",
    "stats/uptakes",
    "facets",
    "schema",
    "docs",
)


@extend_schema(exclude=True)
class Index(ReleaseView):
    def answer(self, request: Request) -> HttpResponse:
        return JsonResponse(
            {
                **({"demonstration": mark()} if mark() else {}),
                **{n: request.build_absolute_uri(reverse(f"api:{n}")) for n in ROOT_ADDRESSES},
            }
        )


@extend_schema(exclude=True)
class Schema(ReleaseView):
    # JSON first: what a browser or a tool gets that does not ask for either.
    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]
    # Who reads what may be asked has asked for nothing yet.
    throttle_classes = []

    def answer(self, request: Request) -> HttpResponse:
        self.refuse_parameters(request)
        renderer = request.accepted_renderer
        body = document(renderer.media_type)
        response = HttpResponse(body, content_type=request.accepted_media_type)
        name = f"tracker-v1.{renderer.format.rpartition('-')[2]}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response


@cache
def document(media_type: str) -> bytes:
    """The OpenAPI document of this release; making it takes seconds, so it is made once."""
    [renderer] = [each for each in Schema.renderer_classes if each.media_type == media_type]
    return force_bytes(renderer().render(SchemaGenerator().get_schema(request=None, public=True)))


class Unknown(EnglishView):
    """Any other address under /api/: the answer is still a problem details object."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
