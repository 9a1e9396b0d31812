"""Copies that are kept of what is cited, and what has become of the pages: never the files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from proposals.api.fields import CodeField, LinkField, PageAddress
from proposals.api.lists import ListView
from proposals.api.openapi import codes_parameter, described_list
from proposals.choices import CopyOrigin, PageState
from proposals.finding.filters import CodesFilter, StrictFilter
from proposals.finding.parameters import Known
from proposals.models import KeptCopy, Proposal, Source
from proposals.models.copies import KeptCopyQuerySet


class CopyRow(serializers.Serializer[KeptCopy]):
    """What is kept of a source or of a piece of evidence, and what has become of its page.

    The file itself is for the editors. Its fingerprint says that it is the one that was kept by
    that day.
    """

    slug = serializers.CharField(help_text="The permanent name, as `copy` of what it is kept for.")
    html_url = PageAddress()
    proposal = serializers.CharField(
        source="evidence.update.proposal.slug",
        default=None,
        help_text="Slug of the proposal of the evidence; null for a source.",
    )
    status_update = serializers.IntegerField(
        source="evidence.update_id",
        default=None,
        help_text="Number of the record of the evidence, as in status-updates/; null for a source.",
    )
    source = serializers.CharField(  # type: ignore[assignment]
        source="source.slug", default=None, help_text="Slug of the source; null for evidence."
    )
    original_url = LinkField(
        source="address", help_text="Where the page is read; null if it is not online."
    )
    origin = CodeField(
        CopyOrigin.choices,
        allow_null=True,
        help_text="How the copy came to be; null where there is none.",
    )
    sha256 = serializers.CharField(
        help_text="SHA-256 of the file, in hexadecimal; empty where there is none."
    )
    size = serializers.IntegerField(help_text="Bytes of the file; 0 where there is none.")
    content_type = serializers.CharField(help_text="As the site named it, or empty.")
    kept_on = serializers.DateField(
        allow_null=True, help_text="The day it was kept; null where there is none."
    )
    quote_found = serializers.BooleanField(
        allow_null=True,
        help_text="Whether the words quoted stand in the copy; null where none are quoted, or its "
        "text cannot be read for certain.",
    )
    page_state = CodeField(
        PageState.choices,
        source="state",
        allow_null=True,
        help_text="What has become of the page since it was first seen; null where nobody knows.",
    )
    page_state_on = serializers.DateField(
        source="state_on", allow_null=True, help_text="The day since which it stands so."
    )
    archived_url = LinkField(
        allow_null=True, help_text="A copy of it that an archive keeps; null if none is known."
    )
    archived_on = serializers.DateField(
        allow_null=True, help_text="The day of that copy; null if not known."
    )


class CopyFilter(StrictFilter):
    """Copies for some proposals or sources, or of pages of which some became."""

    proposal = CodesFilter(
        known=Known(rows=Proposal.objects.public, column="slug"), method="of_proposals"
    )
    source = CodesFilter(known=Known(rows=Source.objects.public, column="slug"), method="of_source")
    page_state = CodesFilter(known=Known(tuple(PageState.values)), method="in_state")

    def of_proposals(
        self, copies: KeptCopyQuerySet, _name: str, value: dict[str, list[str]]
    ) -> KeptCopyQuerySet:
        return copies.for_proposals(**value)

    def of_source(
        self, copies: KeptCopyQuerySet, _name: str, value: dict[str, list[str]]
    ) -> KeptCopyQuerySet:
        return copies.any_of("source__slug", **value)

    def in_state(
        self, copies: KeptCopyQuerySet, _name: str, value: dict[str, list[str]]
    ) -> KeptCopyQuerySet:
        return copies.any_of("state", **value)


@described_list(
    "copies",
    CopyRow,
    "Copies kept of what is cited, by slug",
    [
        codes_parameter("proposal", "Slugs of proposals."),
        codes_parameter("source", "Slugs of sources."),
        codes_parameter("page_state", "What has become of the page.", PageState.values),
    ],
)
class CopyList(ListView[Any]):
    row = CopyRow
    filter = CopyFilter

    def rows(self) -> QuerySet[KeptCopy]:
        return KeptCopy.objects.public().for_listing()
