"""The page that explains the API to people: recipes to press, then every operation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request

from proposals.api.about import document
from proposals.api.document import TAGS
from proposals.api.errors import PreconditionFailed
from proposals.api.reading import EnglishView, ReleaseView
from proposals.demonstration import mark
from proposals.finding.edition import Edition
from proposals.languages import LANG_TAGS
from proposals.package.schema import schema

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "api.md"
ROOT = "/api/v1/"


@dataclass(frozen=True)
class Recipe:
    """A question that can be asked of any tracker, and what the answer holds."""

    name: str
    question: str | Promise
    path: str
    answer: str | Promise
    fields: tuple[str, ...]


RECIPES = (
    Recipe(
        "proposals",
        _("Which proposals have not been declined, the latest step first?"),
        f"{ROOT}proposals/?status=-declined&page_size=5&count=1",
        _("A page of rows in results, each in all languages; next is the page after it."),
        ("slug", "title_hant", "title_en", "status", "status_since", "sector", "bodies", "source"),
    ),
    Recipe(
        "sectors",
        _("Where does each sector stand?"),
        f"{ROOT}stats/?group_by=sector,status",
        _("A row for each sector and status with any. With format=csv it is a table."),
        ("sector", "sector_label_hant", "status", "status_label_hant", "proposal_count"),
    ),
    Recipe(
        "timeline",
        _("Where did proposals stand as time went by?"),
        f"{ROOT}stats/timeline/?interval=quarter&group_by=status",
        _("How many stood where at the end of each quarter, and how many came and left in it."),
        ("period", "ends_on", "status", "standing", "entered", "left"),
    ),
    Recipe(
        "codes",
        _("What is each code called, and in what colour may a chart show it?"),
        f"{ROOT}codes/",
        _("Every code with its label and meaning in three languages, its order and its colour."),
        ("list", "code", "label_hant", "definition_hant", "order", "colour"),
    ),
    Recipe(
        "changes",
        _("What has changed since I last looked?"),
        f"{ROOT}changes/?after=0&limit=5",
        _("Changes in the order of commits; row is what now stands, or null. Keep next, read on."),
        ("seq", "at", "kind", "noun", "key", "row", "hash"),
    ),
)


@dataclass(frozen=True)
class Parameter:
    """What an operation can be told."""

    name: str
    place: str
    meaning: str
    allowed: list[str]
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    name: str
    method: str
    path: str
    summary: str
    meaning: str
    parameters: list[Parameter]
    answers: list[tuple[str, str]]
    fields: list[tuple[str, str]]

    @property
    def is_asked_by_a_form(self) -> bool:
        return self.method == "GET" and "{" not in self.path


@cache
def groups() -> list[tuple[str, str, list[Operation]]]:
    """Every operation of the document, by what it is about."""
    whole = json.loads(document("application/json"))
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for path, methods in whole["paths"].items():
        for method, described in methods.items():
            found[described["tags"][0]].append(_operation(whole, path, method, described))
    return [(tag, TAGS[tag], operations) for tag, operations in found.items() if operations]


def _operation(
    whole: dict[str, Any], path: str, method: str, described: dict[str, Any]
) -> Operation:
    return Operation(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        meaning=described.get("description", ""),
        parameters=[_parameter(each) for each in described.get("parameters", [])],
        answers=[(code, each["description"]) for code, each in described["responses"].items()],
        fields=list(_fields(whole, described["responses"].get("200", {}))),
    )


def _parameter(described: dict[str, Any]) -> Parameter:
    form = described["schema"]
    return Parameter(
        name=described["name"],
        place=described["in"],
        meaning=described["description"],
        allowed=[str(value) for value in form.get("items", form).get("enum", [])],
        is_required=described.get("required", False),
    )


def _fields(whole: dict[str, Any], answer: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a row of the answer, each with its meaning."""
    [form] = [each["schema"] for each in answer.get("content", {}).values()][:1] or [{}]
    properties = _spelt(whole, form).get("properties", {})
    rows = properties.get("results", {}).get("items")
    if rows:
        properties = _spelt(whole, rows).get("properties", {})
    for name, described in properties.items():
        yield name, described.get("description", "")


def _spelt(whole: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    named = form.get("$ref", "").rpartition("/")[2]
    return whole["components"]["schemas"][named] if named else form


@extend_schema(exclude=True)
class Docs(EnglishView):
    """A page in the language of its address; only a release moves it."""

    renderer_classes = [StaticHTMLRenderer]
    # Who reads how to ask has asked for nothing yet.
    throttle_classes = []

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_parameters(request)
        language = get_language_from_path(request.path) or settings.LANGUAGE_CODE
        with override(language):
            response = Edition(0, None).answer(request, lambda: self.page(request))
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise PreconditionFailed
        response.headers["Content-Language"] = LANG_TAGS[language]
        return response

    def page(self, request: Request) -> HttpResponse:
        context = {
            "recipes": RECIPES,
            "groups": groups(),
            "site": settings.SITE_URL,
            "rate": settings.API_RATE,
            "license": schema()["licenses"][0],
        }
        return render(request._request, "proposals/api/docs.html", context)


@extend_schema(exclude=True)
class Manual(ReleaseView):
    """The manual as it was written, with this site in the place of the examples'."""

    renderer_classes = [StaticHTMLRenderer]
    throttle_classes = []

    def answer(self, request: Request) -> HttpResponse:
        self.refuse_parameters(request)
        text = MANUAL.read_text(encoding="utf-8")
        text = text.replace("http://localhost:8000", settings.SITE_URL)
        text = "\n\n".join(filter(None, [mark(), text]))
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
