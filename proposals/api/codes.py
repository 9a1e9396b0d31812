"""The lists of codes: what each code is called in every language, and what it means."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.errors import InvalidQuery
from proposals.api.fields import texts
from proposals.api.openapi import described_whole, names_parameter
from proposals.api.reading import ReadView
from proposals.finding import codes
from proposals.finding.filters import NamesFilter, StrictFilter
from proposals.finding.parameters import Known
from proposals.models import Sector


class CodeRow(serializers.Serializer[Any]):
    """A code of the filters and answers."""

    list = serializers.ChoiceField(
        [*codes.FIXED, *codes.CURATED], help_text="The list that the code is in."
    )
    code = serializers.CharField(help_text="The permanent code, as in filters and answers.")
    label_hant, label_hans, label_en = texts("What it is called")
    definition_hant, definition_hans, definition_en = texts("What it means", allow_null=True)
    order = serializers.IntegerField(help_text="Its place in the list, counted from 1.")
    colour = serializers.CharField(
        allow_null=True, help_text="Its colour in a chart on light paper: #rrggbb; null if none."
    )
    colour_dark = serializers.CharField(
        allow_null=True, help_text="The same on dark paper, as by night."
    )
    parent = serializers.CharField(  # type: ignore[assignment]  # a field, not the serializer above
        allow_null=True, help_text="The code above it in the same list; null where there is none."
    )
    aliases = serializers.ListField(
        child=serializers.CharField(), help_text="Other codes that stand for it."
    )


class CodeRows(serializers.Serializer[Any]):
    """Codes of the filters and answers, whole lists in their order."""

    results = CodeRow(many=True, help_text="One row a code.")


LISTS = (*codes.FIXED, *codes.CURATED)


class ListsFilter(StrictFilter):
    """Which lists are wanted."""

    around = frozenset()

    list = NamesFilter(known=Known(LISTS), most=len(LISTS))


@described_whole(
    "codes",
    CodeRows,
    "Every code, list by list",
    [names_parameter("list", LISTS, "The lists wanted", "all where it is not given")],
)
class Codes(ReadView):
    def answer(self, request: Request, **key: str) -> Response:
        found = ListsFilter(request.query_params, Sector.objects.none())
        if found.faults:
            raise InvalidQuery(found.faults)
        wanted = found.form.cleaned_data["list"] or LISTS
        rows = [code for code in codes.every() if code.list in wanted]
        return Response({"results": CodeRow(rows, many=True).data})


class FixedList(ReadView):
    name: ClassVar[str]

    def answer(self, request: Request, **key: str) -> Response:
        self.refuse_parameters(request)
        return Response({"results": CodeRow(codes.fixed(self.name), many=True).data})


@described_whole("statuses", CodeRows, "Statuses, from the ask to its end")
class Statuses(FixedList):
    name = "status"


@described_whole("instruments", CodeRows, "Policy instruments")
class Instruments(FixedList):
    name = "instrument"
