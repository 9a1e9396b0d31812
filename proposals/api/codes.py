"""The lists of codes: what each code is called in every language, and what it means."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.fields import texts
from proposals.api.openapi import described_whole
from proposals.api.reading import ReadView
from proposals.finding import codes


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


@described_whole("codes", CodeRows, "Every code, list by list")
class Codes(ReadView):
    def answer(self, request: Request, **key: str) -> Response:
        self.refuse_parameters(request)
        return Response({"results": CodeRow(codes.every(), many=True).data})


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
