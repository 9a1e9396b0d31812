"""Official documents, and the passages of them that answer proposals."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.fields import ApiAddress, CodeField, LinkField, PageAddress, precision, texts
from proposals.api.lists import ListView
from proposals.api.openapi import codes_parameter, described_list, described_row
from proposals.api.reading import ReadView
from proposals.choices import DocumentKind, UptakeRelation
from proposals.finding.filters import CodesFilter, StrictFilter
from proposals.finding.parameters import Known
from proposals.models import Document, Proposal, Uptake
from proposals.models.uptakes import UptakeQuerySet


class DocumentRow(serializers.Serializer[Document]):
    """An official text of which a passage answers a proposal."""

    slug = serializers.CharField(help_text="The permanent name in addresses and filters.")
    url = ApiAddress("api:document-detail")
    html_url = PageAddress()
    kind = CodeField(DocumentKind.choices, help_text="What kind of text it is.")
    title_hant, title_hans, title_en = texts("The title")
    publisher = serializers.CharField(
        source="publisher.code",
        allow_null=True,
        help_text="Code of the body that published it; null if unknown.",
    )
    published_on = serializers.DateField(help_text="The day it was published.")
    published_on_precision = precision()
    original_url = LinkField(
        source="url", allow_null=True, help_text="Where the text itself is read; null if unknown."
    )


class UptakeRow(serializers.Serializer[Uptake]):
    """A passage of an official document that answers a proposal, and in what relation.

    It says what the words answer, not that the proposal was their cause. What was voided was a
    mistake, and stays to be seen.
    """

    slug = serializers.CharField(help_text="The permanent name.")
    html_url = PageAddress()
    document = serializers.CharField(source="document.slug", help_text="Slug of the document.")
    proposal = serializers.CharField(source="proposal.slug", help_text="Slug of the proposal.")
    relation = CodeField(UptakeRelation.choices, help_text="How the words relate to the proposal.")
    quote = serializers.CharField(help_text="The words, as printed.")
    locator = serializers.CharField(help_text="Where they stand, such as `paragraph 12, page 3`.")
    position = serializers.IntegerField(
        help_text="The place of the passage in the document, from 1."
    )
    paragraph = serializers.CharField(
        help_text="The number printed with the passage, or empty where it has none of its own."
    )
    page = serializers.IntegerField(allow_null=True, help_text="The page; null if unknown.")
    status_update = serializers.IntegerField(
        source="update_id",
        allow_null=True,
        help_text="Number of the record that it led to, as in status-updates/; null where the "
        "proposal did not move by it.",
    )
    recorded_at = serializers.DateTimeField(help_text="When we recorded it.")
    voided_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was declared a mistake; null while it holds."
    )
    void_reason_hant, void_reason_hans, void_reason_en = texts("Why it is void,")


class DocumentAlone(DocumentRow):
    """An official text with the passages of it that answer proposals."""

    uptakes = UptakeRow(
        source="answers", many=True, help_text="The passages that answer proposals, in order."
    )


class UptakeFilter(StrictFilter):
    """Links of some documents or proposals, or in some relation."""

    document = CodesFilter(
        known=Known(rows=Document.objects.public, column="slug"), method="of_documents"
    )
    proposal = CodesFilter(
        known=Known(rows=Proposal.objects.public, column="slug"), method="of_proposals"
    )
    relation = CodesFilter(known=Known(tuple(UptakeRelation.values)), method="in_relation")

    def of_documents(
        self, uptakes: UptakeQuerySet, _name: str, value: dict[str, list[str]]
    ) -> UptakeQuerySet:
        return uptakes.any_of("document__slug", **value)

    def of_proposals(
        self, uptakes: UptakeQuerySet, _name: str, value: dict[str, list[str]]
    ) -> UptakeQuerySet:
        return uptakes.any_of("proposal__slug", **value)

    def in_relation(
        self, uptakes: UptakeQuerySet, _name: str, value: dict[str, list[str]]
    ) -> UptakeQuerySet:
        return uptakes.any_of("relation", **value)


@described_list("documents", DocumentRow, "Official documents, by slug")
class DocumentList(ListView[Any]):
    row = DocumentRow

    def rows(self) -> QuerySet[Document]:
        return Document.objects.public().select_related("publisher").defer("text")


@described_row("documents", DocumentAlone, "One official document and what it answers")
class DocumentDetail(ReadView):
    row = DocumentAlone

    def answer(self, request: Request, **key: str) -> Response:
        self.refuse_parameters(request)
        rows = Document.objects.public().select_related("publisher").defer("text")
        answers = Uptake.objects.public().for_listing()
        found = rows.prefetch_related(Prefetch("uptakes", answers, to_attr="answers"))
        return Response(self.row(get_object_or_404(found, **key)).data)


@described_list(
    "uptakes",
    UptakeRow,
    "What official words answer which proposal, by slug",
    [
        codes_parameter("document", "Slugs of documents."),
        codes_parameter("proposal", "Slugs of proposals."),
        codes_parameter("relation", "How the words relate to it.", UptakeRelation.values),
    ],
)
class UptakeList(ListView[Any]):
    row = UptakeRow
    filter = UptakeFilter

    def rows(self) -> QuerySet[Uptake]:
        return (
            Uptake.objects.public().select_related("document", "proposal").defer("document__text")
        )
