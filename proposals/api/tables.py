"""Numbers under the one filter, as rows of JSON or as lines of CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from inspect import getdoc
from typing import Any, ClassVar

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from proposals import demonstration
from proposals.api.errors import InvalidQuery
from proposals.api.openapi import READ_HEADERS, READ_RESPONSES, SerializerClass
from proposals.api.proposals import THE_FILTER
from proposals.api.reading import ReadView
from proposals.api.rendering import QuickJSONRenderer
from proposals.counts.groups import MOST_ROWS, Key
from proposals.counts.labels import labels
from proposals.finding.edition import Edition
from proposals.finding.filters import NameFilter, ProposalFilter
from proposals.finding.parameters import Fault, Known
from proposals.models import Proposal
from proposals.tables.spreadsheet import mark

LANGUAGES = {
    "hant": "in Traditional Chinese",
    "hans": "in Simplified Chinese",
    "en": "in English",
}


@dataclass(frozen=True)
class Table:
    """Lines under their columns; and what is true of all of them, which CSV has no place for."""

    columns: Sequence[str]
    lines: Sequence[Sequence[Any]]
    around: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        rows = [dict(zip(self.columns, line, strict=True)) for line in self.lines]
        return {**self.around, "results": rows}


class CSVRenderer(BaseRenderer):
    """UTF-8; what is null is empty, and no text is one that a spreadsheet would run."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data: Table, *args: Any, **kwargs: Any) -> bytes:
        text = io.StringIO(newline="")
        lines = (data.columns, *data.lines)
        if said := demonstration.mark():
            lines = ([*data.columns, "demonstration"], *([*line, said] for line in data.lines))
        csv.writer(text).writerows(_cells(line) for line in lines)
        return text.getvalue().encode()


def _cells(line: Iterable[Any]) -> Iterator[str]:
    return ("" if value is None else mark(str(value)) for value in line)


class ByParameter(DefaultContentNegotiation):
    """`format` says which form is wanted, or else the header Accept. Only tables have a choice."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if request.method == "OPTIONS":
            return QuickJSONRenderer(), QuickJSONRenderer.media_type
        wanted = request.query_params.get("format", "").strip()
        for renderer in renderers:
            if renderer.format == wanted:
                return renderer, renderer.media_type
        return super().select_renderer(request, renderers, format_suffix)


class TableFilter(ProposalFilter):
    """The one filter, and the form in which the numbers are wanted."""

    format = NameFilter(known=Known(("json", "csv")), method="unchanged")


class TableView(ReadView):
    renderer_classes = [QuickJSONRenderer, CSVRenderer]
    content_negotiation_class = ByParameter
    filter: ClassVar[type[TableFilter]] = TableFilter

    def edition(self, **key: str) -> Edition:
        return replace(super().edition(**key), beside=(self.request.accepted_renderer.format,))

    def answer(self, request: Request, **key: str) -> Response:
        found = self.filter(request.query_params, queryset=Proposal.objects.public())
        if found.faults:
            raise InvalidQuery(found.faults)
        table = self.table(found)
        as_lines = request.accepted_renderer.format == CSVRenderer.format
        return Response(table if as_lines else table.as_json())

    def table(self, found: TableFilter) -> Table:
        raise NotImplementedError


class TableOfToday(TableView):
    """What moves on with the day, even where nothing has been published."""

    def edition(self, **key: str) -> Edition:
        return super().edition(**key).of_today()


def too_many(parameter: str) -> InvalidQuery:
    message = f"This makes more than {MOST_ROWS:,} rows. Ask for fewer, or choose by the filter."
    return InvalidQuery([Fault(parameter, message, [])])


def columns_of(traits: Sequence[str]) -> list[str]:
    """Each trait, and after it what its code is called."""
    return [name + more for name in traits for more in ("", *(f"_label_{s}" for s in LANGUAGES))]


class Named:
    """The groups of a count in the order of their lists, with what each is called.

    Costs a query for each trait that editors have the list of.
    """

    def __init__(self, traits: Sequence[str], keys: Iterable[Key]) -> None:
        keys = set(keys)
        self._labels = [
            labels(trait, {code for key in keys if (code := key[place]) is not None})
            for place, trait in enumerate(traits)
        ]
        orders = [{code: place for place, code in enumerate(named)} for named in self._labels]
        self.keys = sorted(
            keys,
            # What has none comes last.
            key=lambda key: [
                order.get(code, len(order)) if code is not None else len(order)
                for order, code in zip(orders, key, strict=True)
            ],
        )

    def cells(self, key: Key) -> list[Any]:
        cells: list[Any] = []
        for code, named in zip(key, self._labels, strict=True):
            cells += [code, *(named[code] if code is not None else (None, None, None))]
        return cells


def trait_fields(traits: Iterable[str]) -> dict[str, serializers.Field]:
    """How the schema describes the columns of a group."""
    fields: dict[str, serializers.Field] = {}
    for name in traits:
        fields[name] = serializers.CharField(
            required=False, allow_null=True, help_text=f"Code of {name}; null: it has none."
        )
        for suffix, language in LANGUAGES.items():
            fields[f"{name}_label_{suffix}"] = serializers.CharField(
                required=False, allow_null=True, help_text=f"What it is called {language}."
            )
    return fields


FORMAT = OpenApiParameter(
    "format",
    {"type": "string", "enum": ["json", "csv"]},
    description="The form of the answer; goes before the header Accept (text/csv).",
)


def described_table(
    name: str,
    row: SerializerClass,
    summary: str,
    parameters: Sequence[OpenApiParameter] = (),
    around: dict[str, serializers.Field] | None = None,
) -> Callable[[Any], Any]:
    results = {"results": row(many=True, help_text="The rows, all of them.")}
    form = inline_serializer(f"{row.__name__}Table", {**(around or {}), **results})
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_read",
            summary=summary,
            description=getdoc(row),
            parameters=[*parameters, FORMAT, *THE_FILTER, *READ_HEADERS],
            responses={
                (200, "application/json"): OpenApiResponse(form, "The numbers."),
                (200, "text/csv"): OpenApiResponse(str, "The rows of `results` as lines."),
                **READ_RESPONSES,
            },
            filters=False,
        )
    )
