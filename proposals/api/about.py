"""Where the API describes itself: an index, the OpenAPI document, and a page to try it on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.reading import EnglishView

LISTED = (
    "proposals",
    "status-updates",
    "authors",
    "sectors",
    "bodies",
    "sources",
    "ideas",
    "places",
    "codes",
    "statuses",
    "instruments",
    "stats",
    "stats/timeline",
    "stats/answers",
    "facets",
    "schema",
    "docs",
)


class Index(EnglishView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(
            {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in LISTED}
        )


class Schema(EnglishView, SpectacularAPIView):
    # JSON first: what a browser or a tool gets that does not ask for either.
    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    ]


class Docs(EnglishView, SpectacularSwaggerView):
    """Swagger UI without any inline script or style, which the browser is told not to run."""

    url_name = "api:schema"
    template_name = "proposals/api/docs.html"


class Unknown(EnglishView):
    """Any other address under /api/: the answer is still a problem details object."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
